import type * as vscode from 'vscode';
import { startWebWorker } from '../webWorker';
import type { ClientFactory } from './languageClient';

/** The server in a web worker of its own. */
export function webLanguageClient(extensionUri: vscode.Uri): ClientFactory {
  return async (options) => {
    const { LanguageClient } = await import('vscode-languageclient/browser');
    const worker = await startWebWorker(extensionUri, 'language-server.js');
    return new LanguageClient('ps2ml', 'PS2 ML', worker, options);
  };
}
