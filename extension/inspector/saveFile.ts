import * as vscode from 'vscode';
import { folderOf } from '../image/imageUri';
import { tellSaved } from '../savedMessage';

/**
 * Asks where to save, by default next to `origin`, writes the file and says where it is.
 * @returns false when the user does not want to.
 */
export async function saveFile(origin: vscode.Uri, name: string, bytes: Uint8Array): Promise<boolean> {
  // A name comes from a page, and a matrix's name from a file.
  const safe = name.replace(/[^\w.-]+/g, '-').replace(/^\.+/, '');
  const target = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(folderOf(origin), safe),
    title: `Save ${safe}`,
  });
  if (target === undefined) return false;
  await vscode.workspace.fs.writeFile(target, bytes);
  tellSaved(target);
  return true;
}
