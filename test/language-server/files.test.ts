import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Access, namedByListing, normalUri } from '../../language-server/files/access';
import { readText, uriBeside } from '../../language-server/files/files';
import { NodeFiles } from '../../language-server/node/files';
import { WorkspaceProjects } from '../../language-server/files/workspaceProjects';
import { MemoryFiles } from './memoryFiles';

describe('what the language server may read', () => {
  const access = (open: readonly string[] = []): Access => {
    const made = new Access(() => open);
    made.setFolders(['file:///work/a%20b']);
    return made;
  };

  it('is what lies in the workspace, however it is written', () => {
    assert.ok(access().allows('file:///work/a%20b/c.psnt'));
    assert.ok(access().allows('file:///work/a%20b'));
    assert.ok(access().allows('file:///work/a%20b/x/../c.psnt'));
    assert.ok(!access().allows('file:///work/a%20b/../c.psnt'));
    assert.ok(!access().allows('file:///work/a%20b/%2e%2e/c.psnt'));
    assert.ok(!access().allows('file:///work/a%20b/..%2fc.psnt'));
    assert.ok(!access().allows('file:///work/a%20bc/c.psnt'));
    assert.ok(!access().allows('http://localhost/work/a%20b/c.psnt'));
    assert.ok(!access().allows('no uri'));
  });

  it('is also the folder of an open document, and of the model that a listing names', () => {
    const open = ['file:///else/x.ps2ml', `ps2ml:/0/m.ps2ml?${encodeURIComponent('file:///models/m.psnt')}`];
    assert.ok(access(open).allows('file:///else/y.psnt'));
    assert.ok(access(open).allows('file:///models/m.tokenizer.bin'));
    assert.ok(!access(open).allows('file:///other/m.psnt'));
    assert.ok(!access().allows('file:///models/m.psnt'));
  });

  it('follows the workspace', () => {
    const made = access();
    made.changeFolders(['file:///new'], ['file:///work/a%20b']);
    assert.ok(made.allows('file:///new/x') && !made.allows('file:///work/a%20b/c.psnt'));
  });

  it('knows a listing by its URI', () => {
    assert.equal(namedByListing('ps2ml:/0/m.ps2ml?file%3A///m.psnt'), 'file:///m.psnt');
    const query = encodeURIComponent('0123456789abcdef;file:///m.psnt');
    assert.equal(namedByListing(`ps2ml:/Forward%20Pass/m.ps2ml?${query}`), 'file:///m.psnt');
    assert.equal(namedByListing('ps2ml:/0/m.ps2ml?%E0%A4%A'), undefined);
    assert.equal(namedByListing('file:///m.ps2ml?x'), undefined);
    assert.equal(normalUri('file:///a/%2fb'), undefined);
  });
});

describe('the projects of a workspace', () => {
  const search = (files: MemoryFiles): WorkspaceProjects =>
    new WorkspaceProjects(files, () => ['file:///project']);

  it('are found in every folder but hidden ones and installed packages', async () => {
    const names = ['ps2ml.json', 'a/b/ps2ml.json', '.git/ps2ml.json', 'a/node_modules/x/ps2ml.json'];
    const files = new MemoryFiles(Object.fromEntries(names.map((name) => [name, '{}'])));
    assert.deepEqual(await search(files).all(), [
      'file:///project/ps2ml.json',
      'file:///project/a/b/ps2ml.json',
    ]);
  });

  it('are searched again after a change', async () => {
    const files = new MemoryFiles({ 'a/ps2ml.json': '{}' });
    const projects = search(files);
    assert.equal((await projects.all()).length, 1);
    files.set('b/ps2ml.json', '{}');
    assert.equal((await projects.all()).length, 1);
    projects.forget();
    assert.equal((await projects.all()).length, 2);
  });
});

describe('files on disk', () => {
  let folder = '';
  let files: NodeFiles;
  const at = (name: string): string => pathToFileURL(path.join(folder, name)).toString();

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'ps2ml-files-'));
    await mkdir(path.join(folder, 'inside/sub'), { recursive: true });
    await writeFile(path.join(folder, 'inside/a.txt'), 'hello');
    await writeFile(path.join(folder, 'secret.txt'), 'secret');
    await symlink(path.join(folder, 'secret.txt'), path.join(folder, 'inside/link.txt'));
    await symlink(folder, path.join(folder, 'inside/up'));
    const access = new Access(() => []);
    access.setFolders([at('inside'), 'vscode-vfs://github/x']);
    files = new NodeFiles(access, new MemoryFiles());
  });
  after(() => rm(folder, { recursive: true }));

  it('are read inside the workspace', async () => {
    assert.equal(await readText(files, at('inside/a.txt')), 'hello');
    assert.deepEqual(await files.list(at('inside')), ['a.txt', 'link.txt', 'sub/', 'up']);
    assert.equal((await files.status(at('inside/sub')))?.kind, 'folder');
    assert.equal(await files.status(at('inside/gone.txt')), undefined);
    await assert.rejects(files.open(at('inside/gone.txt')), /file not found/);
    await assert.rejects(readText(files, at('inside/a.txt'), 3), /has 5 bytes; the limit is 3/);
  });

  it('change their stamp with their contents', async () => {
    const stamp = async (): Promise<string | undefined> => (await files.status(at('inside/b.txt')))?.stamp;
    await writeFile(path.join(folder, 'inside/b.txt'), 'one');
    const before = await stamp();
    await writeFile(path.join(folder, 'inside/b.txt'), 'three');
    assert.notEqual(await stamp(), before);
  });

  it('are not read outside it, not even through links', async () => {
    for (const name of ['secret.txt', 'inside/../secret.txt', 'inside/link.txt', 'inside/up/secret.txt']) {
      await assert.rejects(files.status(at(name)), /is outside the workspace/, name);
      await assert.rejects(files.open(at(name)), /is outside the workspace/, name);
    }
  });

  it('that are on no disk are asked of the client', async () => {
    await assert.rejects(files.status('vscode-vfs://github/x/y'), /Cannot read vscode-vfs/);
  });

  it('have names beside each other', () => {
    assert.equal(uriBeside('file:///a/b.json', 'c d/e.psnt'), 'file:///a/c%20d/e.psnt');
    assert.equal(uriBeside('file:///a/b.json', '..\\e.psnt'), 'file:///e.psnt');
    assert.equal(uriBeside('file:///a/b.json', '.'), 'file:///a/');
    assert.equal(uriBeside('vscode-vfs://github/a/b', 'c#d'), 'vscode-vfs://github/a/c%23d');
  });
});
