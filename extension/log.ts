import * as vscode from 'vscode';

/** The one output channel; its level is the user's choice in VS Code. */
export function createLog(): vscode.LogOutputChannel {
  return vscode.window.createOutputChannel('PS2 ML', { log: true });
}
