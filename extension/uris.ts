import * as vscode from 'vscode';

/** The last part of a URI's path. */
export function fileNameOf(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}

/** How a launch configuration names a file: a path on disk, or a URI for what lies elsewhere. */
export function launchPath(uri: vscode.Uri): string {
  return uri.scheme === 'file' ? uri.fsPath : uri.toString();
}

/** The file that a launch configuration names; a relative path is taken from `folder`. */
export function fromLaunchPath(path: string, folder?: vscode.Uri): vscode.Uri {
  // Two letters at least: `c:` is a drive.
  if (/^[a-z][a-z0-9+.-]+:\//i.test(path)) return vscode.Uri.parse(path, true);
  const isAbsolute = /^(?:[/\\]|[a-z]:)/i.test(path);
  if (folder !== undefined && !isAbsolute) return vscode.Uri.joinPath(folder, path.replaceAll('\\', '/'));
  return vscode.Uri.file(path);
}
