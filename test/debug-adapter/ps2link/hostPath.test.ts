import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { HostFiles } from '../../../debug-adapter/ps2link/hostFiles';
import { hostPathNames, HostPathError } from '../../../debug-adapter/ps2link/hostPath';
import { RootFolder } from '../../../debug-adapter/ps2link/node/rootFolder';
import { decodeFileReply, encodeFileReply, type FileRequest } from '../../../ps2/ps2link/wire';

const secret = 'what no console may see';

describe('the folder of host:', () => {
  let top: string;
  let root: string;
  const lines: string[] = [];
  const files = async (isWritable: boolean): Promise<HostFiles> =>
    new HostFiles(new Map(), await RootFolder.at(root, isWritable), (line) => lines.push(line));
  before(() => {
    top = mkdtempSync(path.join(tmpdir(), 'ps2ml-host-'));
    root = path.join(top, 'root');
    mkdirSync(path.join(root, 'models'), { recursive: true });
    mkdirSync(path.join(top, 'outside'));
    writeFileSync(path.join(top, 'secret.txt'), secret);
    writeFileSync(path.join(top, 'outside', 'secret.txt'), secret);
    writeFileSync(path.join(root, 'models', 'a.bin'), 'hello');
    // Ways out that only a look at the disk can find.
    symlinkSync(path.join(top, 'secret.txt'), path.join(root, 'link.txt'));
    symlinkSync(path.join(top, 'outside'), path.join(root, 'out'));
    symlinkSync('..', path.join(root, 'models', 'up'));
    symlinkSync('/', path.join(root, 'slash'));
    symlinkSync('models', path.join(root, 'inside'));
  });
  after(() => rmSync(top, { recursive: true }));
  afterEach(() => (lines.length = 0));

  it('is read, by either separator and over a link that stays inside', async () => {
    const host = await files(false);
    for (const name of ['models/a.bin', 'models\\a.bin', 'inside/a.bin']) {
      const { result: descriptor } = await host.answer({ kind: 'open', flags: 1, path: name });
      assert.ok(descriptor > 0, `${name}: ${lines.join()}`);
      const { data } = await host.answer({ kind: 'read', descriptor, bytes: 100 });
      assert.equal(Buffer.from(data ?? []).toString(), 'hello');
      assert.equal((await host.answer({ kind: 'lseek', descriptor, offset: -2, whence: 2 })).result, 3);
      assert.equal((await host.answer({ kind: 'close', descriptor })).result, 0);
      assert.equal((await host.answer({ kind: 'close', descriptor })).result, -1);
    }
    const listed: string[] = [];
    const { result: descriptor } = await host.answer({ kind: 'opendir', path: 'models' });
    for (;;) {
      const { result, name } = await host.answer({ kind: 'readdir', descriptor });
      if (result !== 1 || name === undefined) break;
      listed.push(name);
    }
    assert.deepEqual(listed.sort(), ['a.bin', 'up']);
  });

  it('is written only where that is allowed, and then only inside', async () => {
    const create = { kind: 'open', flags: 0x602, path: 'models/new.bin' } as const;
    assert.equal((await (await files(false)).answer(create)).result, -1);
    assert.match(lines.join('\n'), /host: is read-only; to allow writing/);
    const host = await files(true);
    const { result: descriptor } = await host.answer(create);
    assert.equal((await host.answer({ kind: 'write', descriptor, data: Uint8Array.of(65, 66) })).result, 2);
    await host.close();
    assert.equal(readFileSync(path.join(root, 'models', 'new.bin'), 'utf8'), 'AB');
    assert.equal((await host.answer({ kind: 'remove', path: 'models/new.bin' })).result, 0);
    for (const target of ['out/new.bin', 'link.txt', 'models/up/../../x']) {
      assert.equal((await host.answer({ kind: 'open', flags: 0x602, path: target })).result, -1, target);
    }
    assert.deepEqual(readdirSync(path.join(top, 'outside')), ['secret.txt']);
    assert.equal(readFileSync(path.join(top, 'secret.txt'), 'utf8'), secret);
  });

  it('serves no pipe or device, and does not wait for one', async () => {
    assert.equal(spawnSync('mkfifo', [path.join(root, 'pipe')]).status, 0);
    const host = await files(true);
    for (const flags of [1, 2, 3, 0x602])
      assert.equal((await host.answer({ kind: 'open', flags, path: 'pipe' })).result, -1);
    assert.match(lines.join('\n'), /host:pipe: it is not a file/);
    unlinkSync(path.join(root, 'pipe'));
  });

  it('opens nothing beyond its limit, not even to empty it', async () => {
    const host = await files(true);
    for (let i = 0; i < 64; i++)
      assert.ok((await host.answer({ kind: 'open', flags: 1, path: 'models/a.bin' })).result > 0);
    assert.equal((await host.answer({ kind: 'open', flags: 0x602, path: 'models/a.bin' })).result, -1);
    assert.equal((await host.answer({ kind: 'open', flags: 0x602, path: 'models/other.bin' })).result, -1);
    assert.match(lines.join('\n'), /64 files are already open/);
    assert.equal(readFileSync(path.join(root, 'models', 'a.bin'), 'utf8'), 'hello');
    assert.ok(!existsSync(path.join(root, 'models', 'other.bin')));
    await host.close();
  });

  it('removes a link and not what it leads to', async () => {
    const host = await files(true);
    symlinkSync('a.bin', path.join(root, 'models', 'alias.bin'));
    symlinkSync(path.join(top, 'secret.txt'), path.join(root, 'models', 'away.bin'));
    assert.equal((await host.answer({ kind: 'remove', path: 'models/alias.bin' })).result, 0);
    assert.equal((await host.answer({ kind: 'remove', path: 'models/away.bin' })).result, 0);
    assert.equal((await host.answer({ kind: 'remove', path: 'out/secret.txt' })).result, -1);
    assert.deepEqual(readdirSync(path.join(root, 'models')).sort(), ['a.bin', 'up']);
    assert.equal(readFileSync(path.join(top, 'secret.txt'), 'utf8'), secret);
  });

  it('tells of files of 5 GB, of links, and reads 3,000,000 bytes at once', async () => {
    const large = path.join(root, 'large.bin');
    writeFileSync(large, 'x');
    truncateSync(large, 5e9);
    symlinkSync('large.bin', path.join(root, 'alias.bin'));
    const host = await files(false);
    const list = await host.answer({ kind: 'opendir', path: '' });
    const modes = new Map<string, number>();
    for (;;) {
      const { result, name, status } = await host.answer({ kind: 'readdir', descriptor: list.result });
      if (result !== 1 || name === undefined || status === undefined) break;
      modes.set(name, status.mode & ~7);
    }
    assert.deepEqual(
      ['large.bin', 'alias.bin', 'inside', 'out', 'link.txt'].map((name) => modes.get(name)),
      [0x10, 0x10, 0x20, 0x08, 0x08],
    );
    for (const name of ['large.bin', 'alias.bin']) {
      const reply = await host.answer({ kind: 'getstat', path: name });
      assert.equal(reply.status?.size, 5e9);
      assert.equal(decodeFileReply('getstat', encodeFileReply('getstat', reply))?.reply.status?.size, 5e9);
    }
    const { result: descriptor } = await host.answer({ kind: 'open', flags: 1, path: 'large.bin' });
    const { result, data } = await host.answer({ kind: 'read', descriptor, bytes: 3_000_000 });
    assert.deepEqual([result, data?.length], [3_000_000, 3_000_000]);
    assert.equal((await host.answer({ kind: 'lseek', descriptor, offset: 0, whence: 2 })).result, -1);
    await host.close();
    for (const name of ['large.bin', 'alias.bin']) unlinkSync(path.join(root, name));
  });

  it('is left by none of 10,000 paths that try to', async () => {
    const host = await files(true);
    const part = fc.oneof(
      fc.constantFrom(
        '..',
        '.',
        '',
        '...',
        '.. ',
        ' ..',
        '..\u0000',
        '%2e%2e',
        '..;',
        '．．',
        'models',
        'up',
        'out',
      ),
      fc.constantFrom(
        'slash',
        'link.txt',
        'inside',
        'secret.txt',
        'outside',
        'root',
        'a.bin',
        'C:',
        'con',
        'NUL.txt',
      ),
      fc.constantFrom(
        'host:',
        'cdrom0:',
        'lpt1',
        'a.bin::$DATA',
        '~',
        '*',
        'tmp',
        'etc',
        'passwd',
        path.basename(top),
      ),
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.string({ minLength: 250, maxLength: 300 }),
    );
    const separator = fc.constantFrom('/', '\\', '//', '/./', '\\..\\', '');
    const anyPath = fc
      .tuple(
        fc.constantFrom('', '/', '\\', '\\\\?\\', '//server/', 'C:\\', '../'.repeat(9)),
        fc.array(fc.tuple(part, separator), { maxLength: 8 }),
      )
      .map(([start, parts]) => start + parts.flat().join(''));
    const kinds = ['open', 'read', 'create', 'getstat', 'opendir', 'remove', 'mkdir', 'rmdir'] as const;
    const before = new Set(readdirSync(top));
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(anyPath, fc.constantFrom(...kinds), async (name, kind) => {
        const reply = await host.answer(requestOf(kind, name));
        if (reply.result < 0) refused++;
        if (reply.result <= 0 || kind === 'opendir' || kind === 'getstat') return;
        const { data } = await host.answer({ kind: 'read', descriptor: reply.result, bytes: 1000 });
        assert.notEqual(Buffer.from(data ?? []).toString(), secret, name);
        await host.answer({ kind: 'close', descriptor: reply.result });
      }),
      { numRuns: 10_000 },
    );
    await host.close();
    assert.deepEqual(new Set(readdirSync(top)), before);
    assert.deepEqual(readdirSync(path.join(top, 'outside')), ['secret.txt']);
    for (const file of ['secret.txt', 'outside/secret.txt'])
      assert.equal(readFileSync(path.join(top, file), 'utf8'), secret);
    assert.ok(existsSync(root) && refused > 5000, `${refused} refused`);
  }).timeout(180_000);

  it('refuses with the reason', () => {
    const cases: readonly (readonly [string, RegExp])[] = [
      ['../a', /it contains "\.\."/],
      ['a/../b', /it contains "\.\."/],
      ['\\\\server\\share', /empty part/],
      ['//server/share', /empty part/],
      ['C:\\a', /character that is not allowed in file names/],
      ['a\u0000b', /character/],
      ['a/NUL.txt', /NUL\.txt is a device on Windows/],
      ['a//b', /empty part/],
      ['a. ', /ends with a space or a dot/],
      ['x'.repeat(256), /longer than 255 bytes/],
    ];
    for (const [name, why] of cases) {
      assert.throws(
        () => hostPathNames(name),
        (error) => error instanceof HostPathError && why.test(error.message),
        name,
      );
    }
    assert.deepEqual(hostPathNames('models/a.bin'), ['models', 'a.bin']);
    assert.deepEqual(hostPathNames('models\\'), ['models']);
    assert.deepEqual(hostPathNames(''), []);
    // As homebrew writes them.
    for (const name of ['/models/a.bin', './models/a.bin', '\\models\\a.bin', 'models/./a.bin'])
      assert.deepEqual(hostPathNames(name), ['models', 'a.bin']);
    assert.deepEqual(hostPathNames('/etc/passwd'), ['etc', 'passwd'], 'below the root');
  });
});

function requestOf(kind: string, name: string): FileRequest {
  switch (kind) {
    case 'open':
    case 'read':
      return { kind: 'open', flags: 1, path: name };
    case 'create':
      return { kind: 'open', flags: 0x602, path: name };
    case 'mkdir':
      return { kind, mode: 0x1ff, path: name };
    default:
      return { kind: kind as 'getstat' | 'opendir' | 'remove' | 'rmdir', path: name };
  }
}
