import * as vscode from 'vscode';
import { activateWith } from './activation';
import { createLog } from './log';
import { nodePlatform } from './node/nodePlatform';

/** Entry of the Node extension host: desktop, remote and server. */
export function activate(context: vscode.ExtensionContext): void {
  const images = vscode.Uri.joinPath(context.globalStorageUri, 'images').fsPath;
  activateWith(context, createLog(), nodePlatform(images));
}
