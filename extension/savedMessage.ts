import * as vscode from 'vscode';
import { showInformation } from './messages';

/** Says where a file went. */
export function tellSaved(target: vscode.Uri): void {
  const { executeCommand } = vscode.commands;
  showInformation(
    `Saved ${target.scheme === 'file' ? target.fsPath : target.toString(true)}.`,
    { title: 'Open', press: () => executeCommand('vscode.open', target) },
    ...(target.scheme === 'file'
      ? [{ title: 'Show in Folder', press: () => executeCommand('revealFileInOS', target) }]
      : []),
  );
}
