import * as vscode from 'vscode';
import { partsInImage } from '../image/imageUri';
import { showInformation } from '../messages';
import { fileNameOf } from '../uris';

/** Microsoft's Hex Editor, and the editor that it contributes. */
const hexEditorExtension = 'ms-vscode.hexeditor';
const hexEditorViewType = 'hexEditor.hexedit';

/** Opens a file in the Hex Editor extension, or offers to install it. */
export async function reopenInHexEditor(uri: vscode.Uri | undefined): Promise<void> {
  if (uri === undefined) return;
  const image = partsInImage(uri)?.image;
  if (image !== undefined) {
    void vscode.window.showInformationMessage(
      `${fileNameOf(uri)} is inside a disc image. Use the Bytes tab of the inspector, or open ${fileNameOf(image)} in the Hex Editor.`,
    );
    return;
  }
  if (vscode.extensions.getExtension(hexEditorExtension) !== undefined) {
    const before = tabInFront(uri);
    await vscode.commands.executeCommand('vscode.openWith', uri, hexEditorViewType);
    const { viewType } = tabInFront(uri)?.input ?? {};
    if (before !== undefined && viewType === hexEditorViewType)
      await vscode.window.tabGroups.close(before.tab);
    return;
  }
  showInformation(
    'The Hex Editor extension by Microsoft is not installed. Install it to edit bytes; the Bytes tab of the inspector shows them without it.',
    {
      title: 'Show Extension',
      // A search also finds it where the marketplace cannot be reached directly.
      press: () => vscode.commands.executeCommand('workbench.extensions.search', `@id:${hexEditorExtension}`),
    },
  );
}

/** The custom editor in front, when it shows this file. */
function tabInFront(uri: vscode.Uri): { tab: vscode.Tab; input: vscode.TabInputCustom } | undefined {
  const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
  const input = tab?.input;
  const isIt = input instanceof vscode.TabInputCustom && input.uri.toString() === uri.toString();
  return tab !== undefined && isIt ? { tab, input } : undefined;
}
