import * as vscode from 'vscode';
import type { ClientFactory } from './languageClient';

/** The server in a web worker of its own. */
export function webLanguageClient(extensionUri: vscode.Uri): ClientFactory {
  return async (options) => {
    const { LanguageClient } = await import('vscode-languageclient/browser');
    const bundle = vscode.Uri.joinPath(extensionUri, 'dist/web/language-server.js');
    return new LanguageClient('ps2ml', 'PS2 ML', new Worker(bundle.toString(true)), options);
  };
}
