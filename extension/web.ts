import type * as vscode from 'vscode';
import { activateWith } from './activation';
import { createLog } from './log';
import { webPlatform } from './webPlatform';

/** Entry of the web worker extension host: VS Code in a browser without a server. */
export function activate(context: vscode.ExtensionContext): void {
  activateWith(context, createLog(), webPlatform(context.extensionUri));
}
