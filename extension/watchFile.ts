import * as vscode from 'vscode';
import { Disposables } from './disposables';
import { partsInImage } from './image/imageUri';
import { fileNameOf } from './uris';

/** Writers often touch a file many times in a row; it is read again when they are done. */
const settleMs = 200;

/** Tells when a file was written, came or went, once for many changes in a row. Of a file on an image, the image is watched. */
export function watchFile(file: vscode.Uri, changed: () => void): Disposables {
  const uri = partsInImage(file)?.image ?? file;
  const owned = new Disposables();
  let settle: ReturnType<typeof setTimeout> | undefined;
  const soon = (): void => {
    clearTimeout(settle);
    settle = setTimeout(changed, settleMs);
  };
  // A name may hold what means something in a pattern.
  const name = fileNameOf(uri).replace(/[[{}*?]/g, '[$&]');
  const pattern = new vscode.RelativePattern(vscode.Uri.joinPath(uri, '..'), name);
  const watcher = owned.add(vscode.workspace.createFileSystemWatcher(pattern));
  owned.add(watcher.onDidChange(soon));
  owned.add(watcher.onDidCreate(soon));
  owned.add(watcher.onDidDelete(soon));
  owned.add({ dispose: () => clearTimeout(settle) });
  return owned;
}
