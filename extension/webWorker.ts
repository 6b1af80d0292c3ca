import * as vscode from 'vscode';

/** Starts a bundle of dist/web/ in a web worker. @throws Error when it cannot be read. */
export async function startWebWorker(extensionUri: vscode.Uri, bundle: string): Promise<Worker> {
  const script = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(extensionUri, 'dist/web', bundle));
  // A worker takes no script of another origin, nor one that a server keeps for the editor.
  return new Worker(URL.createObjectURL(new Blob([script.slice()], { type: 'text/javascript' })));
}
