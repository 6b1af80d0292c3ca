import * as vscode from 'vscode';
import type { ClientFactory } from './languageClient';

/** The server in a web worker of its own. */
export function webLanguageClient(extensionUri: vscode.Uri): ClientFactory {
  return async (options) => {
    const { LanguageClient } = await import('vscode-languageclient/browser');
    const bundle = vscode.Uri.joinPath(extensionUri, 'dist/web/language-server.js');
    const script = await vscode.workspace.fs.readFile(bundle);
    // A worker takes no script of another origin, nor one that a server keeps for the editor.
    const url = URL.createObjectURL(new Blob([script.slice()], { type: 'text/javascript' }));
    return new LanguageClient('ps2ml', 'PS2 ML', new Worker(url), options);
  };
}
