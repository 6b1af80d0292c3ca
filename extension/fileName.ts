import type * as vscode from 'vscode';

/** The last part of a URI's path. */
export function fileNameOf(uri: Pick<vscode.Uri, 'path'>): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}
