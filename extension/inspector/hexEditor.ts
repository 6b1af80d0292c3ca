import * as vscode from 'vscode';

/** Microsoft's Hex Editor, and the editor that it contributes. */
const hexEditorExtension = 'ms-vscode.hexeditor';
const hexEditorViewType = 'hexEditor.hexedit';

/** Opens a file in the Hex Editor extension, or says how to get it. */
export async function reopenInHexEditor(uri: vscode.Uri | undefined): Promise<void> {
  if (uri === undefined) return;
  if (vscode.extensions.getExtension(hexEditorExtension) !== undefined) {
    await vscode.commands.executeCommand('vscode.openWith', uri, hexEditorViewType);
    return;
  }
  const show = 'Show Extension';
  const answer = await vscode.window.showInformationMessage(
    'The Hex Editor by Microsoft is not installed. The Bytes tab of the inspector shows the bytes without it; to change them, install it.',
    show,
  );
  if (answer === show) await vscode.commands.executeCommand('extension.open', hexEditorExtension);
}
