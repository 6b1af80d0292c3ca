import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { until } from './wait';

// test/fixtures/hexEditor stands in for Microsoft's extension.
describe('the way to the Hex Editor', () => {
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  /** Waits until the editor in front is one of this kind, and gives its file. */
  function inFront(viewType: string): Promise<vscode.Uri> {
    return until(`an editor ${viewType} in front`, () => {
      const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
      return input instanceof vscode.TabInputCustom && input.viewType === viewType && input.uri;
    });
  }

  /** The custom editors that are open. */
  const open = (): string[] =>
    vscode.window.tabGroups.all
      .flatMap(({ tabs }) => tabs.map(({ input }) => input))
      .flatMap((input) => (input instanceof vscode.TabInputCustom ? [input.viewType] : []));

  it('opens the same file there in place of the inspector', async () => {
    const extension = vscode.extensions.getExtension('ps2ml.ps2-ml');
    assert.ok(extension);
    const model = vscode.Uri.joinPath(extension.extensionUri, 'samples', 'tiny', 'tiny.psnt');
    await vscode.commands.executeCommand('vscode.openWith', model, 'ps2ml.inspector');
    assert.equal((await inFront('ps2ml.inspector')).toString(), model.toString());
    await vscode.commands.executeCommand('ps2ml.reopenInHexEditor');
    assert.equal((await inFront('hexEditor.hexedit')).toString(), model.toString());
    await until('the inspector closed', () => open().length <= 1);
    assert.deepEqual(open(), ['hexEditor.hexedit']);
  });
});
