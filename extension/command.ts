import * as vscode from 'vscode';
import { showError } from './messages';

/** What was registered with VS Code and is released together with the extension. */
export type Registration = Pick<vscode.Disposable, 'dispose'>;

/** Registers the command `ps2ml.NAME`. The Explorer and editor titles pass the file that they are about. */
export function command(name: string, run: (uri?: vscode.Uri) => unknown): vscode.Disposable {
  return vscode.commands.registerCommand(`ps2ml.${name}`, run);
}

/** Shows the error of a command's work. */
export async function reported(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    showError(error);
  }
}
