import * as vscode from 'vscode';

/** Files on a disc image. */
export const imageScheme = 'ps2ml-image';

/** The URI of the file `path` on the image at `image`. */
export function uriInImage(image: vscode.Uri, path: string): vscode.Uri {
  return vscode.Uri.from({ scheme: imageScheme, path: `${image.path}/${path}`, query: image.toString() });
}

/** The folder of a file; for a file on an image, that of the image. */
export function folderOf(uri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(partsInImage(uri)?.image ?? uri, '..');
}

/** The image and the path on it; undefined for other URIs. */
export function partsInImage(uri: vscode.Uri): { image: vscode.Uri; path: string } | undefined {
  if (uri.scheme !== imageScheme || uri.query === '') return undefined;
  const image = vscode.Uri.parse(uri.query, true);
  const path = uri.path.startsWith(`${image.path}/`) ? uri.path.slice(image.path.length + 1) : '';
  return path === '' ? undefined : { image, path };
}
