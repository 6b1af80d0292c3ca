import assert from 'node:assert/strict';
import * as vscode from 'vscode';

// test/fixtures/hexEditor stands in for Microsoft's extension.
describe('the way to the Hex Editor', () => {
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  /** Waits until the editor in front is one of this kind, and gives its file. */
  async function inFront(viewType: string): Promise<vscode.Uri> {
    for (let left = 200; left > 0; left--) {
      const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
      if (input instanceof vscode.TabInputCustom && input.viewType === viewType) return input.uri;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`Waited 10 s in vain for an editor ${viewType}.`);
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
    for (let left = 100; left > 0 && open().length > 1; left--)
      await new Promise((resolve) => setTimeout(resolve, 50));
    assert.deepEqual(open(), ['hexEditor.hexedit']);
  });
});
