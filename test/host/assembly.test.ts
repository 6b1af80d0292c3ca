import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { until } from './wait';

describe('assembly in the editor', () => {
  let folder: vscode.Uri;
  const written: vscode.Uri[] = [];

  async function open(name: string, text: string): Promise<vscode.TextDocument> {
    const uri = vscode.Uri.joinPath(folder, name);
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    written.push(uri);
    return vscode.workspace.openTextDocument(uri);
  }

  /** The document of a file once it has a language. */
  const withLanguage = (uri: vscode.Uri, id: string) =>
    until(`language ${id}`, () =>
      vscode.workspace.textDocuments.find(
        (document) => document.uri.toString() === uri.toString() && document.languageId === id,
      ),
    );

  before(async () => {
    const found = vscode.workspace.workspaceFolders?.[0]?.uri;
    assert.ok(found);
    folder = found;
    await vscode.extensions.getExtension('ps2ml.ps2-ml')?.activate();
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const uri of written) await vscode.workspace.fs.delete(uri);
  });

  it('of the R5900 is recognised by its instructions, hovered, checked and followed', async () => {
    const { uri } = await open('kernel.s', 'dot:\tpmaddh $v0, $v1, $a0\n\tlq $t0, 8($sp)\n\tjal dot\n');
    await withLanguage(uri, 'r5900-asm');
    const diagnostics = await until('diagnostics', () => {
      const list = vscode.languages.getDiagnostics(uri);
      return list.length > 0 ? list : undefined;
    });
    assert.deepEqual(
      diagnostics.map(({ code, range }) => [code, range.start.line]),
      [['unaligned', 1]],
    );
    const position = new vscode.Position(0, 6);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      uri,
      position,
    );
    const text = hovers
      .flatMap(({ contents }) =>
        contents.map((content) => (content instanceof vscode.MarkdownString ? content.value : '')),
      )
      .join();
    assert.match(text, /eight pairs of signed halfwords/);
    const places = await vscode.commands.executeCommand<vscode.Location[]>(
      'vscode.executeDefinitionProvider',
      uri,
      new vscode.Position(2, 6),
    );
    assert.equal(places[0]?.range.start.line, 0);
  });

  it('of another processor keeps its language', async () => {
    const { uri } = await open('other.s', '\tmov eax, ebx\n');
    // One that is opened behind it and is recognised: this one has been looked at by then.
    await withLanguage((await open('later.s', '\tpmaddh $v0, $v1, $a0\n')).uri, 'r5900-asm');
    const document = await vscode.workspace.openTextDocument(uri);
    assert.equal(document.languageId, 'plaintext');
  });

  it('of a vector unit is known by its ending', async () => {
    const document = await open(
      'draw.vsm',
      'loop: NOP LQ.xyz VF01, 0(VI01)\n NOP IBNE VI01, VI00, loop\n NOP NOP\n',
    );
    assert.equal(document.languageId, 'ps2-vu-asm');
    const hints = await until('hints', async () => {
      const list = await vscode.commands.executeCommand<vscode.InlayHint[]>(
        'vscode.executeInlayHintProvider',
        document.uri,
        new vscode.Range(0, 0, 3, 0),
      );
      return list.length > 0 ? list : undefined;
    });
    assert.equal(hints[0]?.label, '3 cycles');
  });
});
