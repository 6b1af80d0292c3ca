import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('a rename before the language server runs', () => {
  let folder: vscode.Uri;
  const at = (name: string): vscode.Uri => vscode.Uri.joinPath(folder, name);

  before(async () => {
    const workspace = vscode.workspace.workspaceFolders?.[0]?.uri;
    assert.ok(workspace);
    folder = vscode.Uri.joinPath(workspace, 'renamed');
    const write = (name: string, text: string): Thenable<void> =>
      vscode.workspace.fs.writeFile(at(name), new TextEncoder().encode(text));
    await write('model.psnt', 'no model');
    await write('ps2ml.json', '{ "model": "model.psnt" }\n');
    await vscode.extensions.getExtension('ps2ml.ps2-ml')?.activate();
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.workspace.fs.delete(folder, { recursive: true });
  });

  it('is followed by the project', async () => {
    const rename = new vscode.WorkspaceEdit();
    rename.renameFile(at('model.psnt'), at('other.psnt'));
    assert.ok(await vscode.workspace.applyEdit(rename));
    const document = await vscode.workspace.openTextDocument(at('ps2ml.json'));
    assert.equal(document.getText(), '{ "model": "other.psnt" }\n');
    await document.save();
  });
});
