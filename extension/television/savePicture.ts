import * as vscode from 'vscode';
import { bytesOfBase64 } from '../../debug-adapter/values/base64';
import { tellSaved } from '../savedMessage';
import type { Television } from './television';

/** Saves what the television shows now as a PNG, where the user says. @throws Error when there is no picture. */
export async function savePicture(television: Television): Promise<void> {
  const { png } = await television.ask('ps2ml/picture', {});
  if (png === undefined)
    throw new Error('The television shows no picture yet. Try again when the program runs.');
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const uri = await vscode.window.showSaveDialog({
    title: 'Save the Picture of the Television',
    filters: { PNG: ['png'] },
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder.uri, 'television.png') }),
  });
  if (uri === undefined) return;
  await vscode.workspace.fs.writeFile(uri, bytesOfBase64(png));
  tellSaved(uri);
}
