import * as vscode from 'vscode';

export { fileNameOf } from './fileName';

/** How a launch configuration names a file: a path on disk, or a URI for a file elsewhere. */
export function launchPath(uri: vscode.Uri): string {
  return uri.scheme === 'file' ? uri.fsPath : uri.toString();
}

/** The file that a launch configuration names; a relative path is taken from `folder`. */
export function fromLaunchPath(path: string, folder?: vscode.Uri): vscode.Uri {
  // Two letters at least: `c:` is a drive.
  if (/^[a-z][a-z0-9+.-]+:\//i.test(path)) return vscode.Uri.parse(path, true);
  const isAbsolute = /^(?:[/\\]|[a-z]:)/i.test(path);
  if (folder !== undefined && !isAbsolute) return vscode.Uri.joinPath(folder, path.replaceAll('\\', '/'));
  return inVirtualFolder(path, folder) ?? vscode.Uri.file(path);
}

/**
 * A path that VS Code has made of `${workspaceFolder}`, for a folder that is not on disk: it has lost its scheme.
 * @returns undefined for all other paths.
 */
function inVirtualFolder(path: string, folder: vscode.Uri | undefined): vscode.Uri | undefined {
  const open = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri);
  const isInside = (uri: vscode.Uri): boolean => path.startsWith(uri.path.replace(/\/?$/, '/'));
  return [...(folder ? [folder] : []), ...open]
    .find((uri) => uri.scheme !== 'file' && isInside(uri))
    ?.with({ path });
}
