import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { openWholeFile } from '../../extension/wholeFile';
import { DebugRun } from './debugRun';

const scheme = 'ps2ml-test';
const mebibyte = 1024 * 1024;

/** Files that are nowhere on disk, as those of a virtual workspace; some are only said to be large. */
class Files implements vscode.FileSystemProvider {
  /** What was read, in order. */
  readonly reads: string[] = [];
  readonly onDidChangeFile = new vscode.EventEmitter<vscode.FileChangeEvent[]>().event;

  constructor(private readonly files: ReadonlyMap<string, { size: number; bytes: Uint8Array }>) {}

  stat({ path }: vscode.Uri): vscode.FileStat {
    const size = this.files.get(path)?.size;
    if (size === undefined) throw vscode.FileSystemError.FileNotFound(path);
    return { type: vscode.FileType.File, ctime: 0, mtime: 0, size };
  }

  readFile({ path }: vscode.Uri): Uint8Array {
    this.reads.push(path);
    const bytes = this.files.get(path)?.bytes;
    if (bytes === undefined) throw vscode.FileSystemError.FileNotFound(path);
    return bytes;
  }

  readDirectory({ path }: vscode.Uri): [string, vscode.FileType][] {
    // As over HTTP, where the extension's own files are in a browser.
    if (path === '/unlisted') throw vscode.FileSystemError.Unavailable('It cannot be listed.');
    return [...this.files.keys()].map((path) => [path.slice(1), vscode.FileType.File]);
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  createDirectory(): never {
    throw vscode.FileSystemError.NoPermissions();
  }

  writeFile(): never {
    throw vscode.FileSystemError.NoPermissions();
  }

  delete(): never {
    throw vscode.FileSystemError.NoPermissions();
  }

  rename(): never {
    throw vscode.FileSystemError.NoPermissions();
  }
}

describe('files that can only be read whole', () => {
  let files: Files;
  let registered: vscode.Disposable;
  const uriOf = (name: string): vscode.Uri => vscode.Uri.from({ scheme, path: `/${name}` });

  before(async () => {
    const extension = vscode.extensions.getExtension('ps2ml.ps2-ml');
    assert.ok(extension);
    const model = vscode.Uri.joinPath(extension.extensionUri, 'samples', 'tiny', 'tiny.psnt');
    const bytes = await vscode.workspace.fs.readFile(model);
    const words = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(model, '..', 'tiny.tokenizer.bin'));
    files = new Files(
      new Map([
        ['/small.psnt', { size: bytes.length, bytes }],
        ['/large.psnt', { size: 300 * mebibyte, bytes }],
        ['/unlisted/model.psnt', { size: bytes.length, bytes }],
        ['/unlisted/tokenizer.bin', { size: words.length, bytes: words }],
      ]),
    );
    registered = vscode.workspace.registerFileSystemProvider(scheme, files, { isReadonly: true });
  });
  after(() => {
    registered.dispose();
  });
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('are opened by the inspector like others', async () => {
    const uri = uriOf('small.psnt');
    await vscode.commands.executeCommand('vscode.openWith', uri, 'ps2ml.inspector');
    await vscode.commands.executeCommand('ps2ml.revealOperation', {
      uri: uri.toString(),
      matrix: 'layers.01.ffn.w2',
    });
    const editor = vscode.window.activeTextEditor;
    assert.match(editor?.document.lineAt(editor.selection.active.line).text ?? '', /layers\.01\.ffn\.w2/);
    assert.ok(files.reads.includes('/small.psnt'));
  });

  it('are debugged with their tokenizer where a folder cannot be listed', async () => {
    const run = await DebugRun.start({
      program: uriOf('unlisted/model.psnt').toString(),
      target: 'reference',
      prompt: 'Once upon a time',
      tokens: 2,
    });
    try {
      assert.equal(run.state?.state, 'stopped');
      assert.ok(Number((await run.evaluate('tokens')).result) > 10, 'the prompt became no tokens');
    } finally {
      await run.stop();
    }
  });

  it('are refused in a sentence above the limit, without being read', async () => {
    await assert.rejects(openWholeFile(uriOf('large.psnt')), {
      message:
        'Cannot open large.psnt: it has 300 MiB; files here are read whole and the limit is 256 MiB. Open it from disk, or raise the setting ps2ml.browserReadLimit.',
    });
    assert.ok(!files.reads.includes('/large.psnt'));
  });

  it('are read when the setting allows it', async () => {
    const settings = vscode.workspace.getConfiguration('ps2ml');
    await settings.update('browserReadLimit', 301, vscode.ConfigurationTarget.Workspace);
    try {
      const { source, label } = await openWholeFile(uriOf('large.psnt'));
      assert.equal(label, 'large.psnt');
      assert.deepEqual([...(await source.read(0, 4))], [...Buffer.from('PSNT')]);
    } finally {
      await settings.update('browserReadLimit', undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  it('are said to be missing', async () => {
    await assert.rejects(openWholeFile(uriOf('none.psnt')), {
      message: 'Cannot open none.psnt: the file does not exist.',
    });
  });
});
