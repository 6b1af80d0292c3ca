import * as vscode from 'vscode';
import { Disposables } from '../disposables';
import { partsInImage } from '../image/imageUri';
import { fileNameOf } from '../uris';

/** Programs often write a file many times in a row; it is read again when they are done. */
const settleMs = 200;

/**
 * Calls `changed` after a file was written, created or deleted; once for many changes in a row. For a file on a disc
 * image, it watches the image.
 */
export function watchFile(file: vscode.Uri, changed: () => void): Disposables {
  const uri = partsInImage(file)?.image ?? file;
  const owned = new Disposables();
  let settle: ReturnType<typeof setTimeout> | undefined;
  const soon = (): void => {
    clearTimeout(settle);
    settle = setTimeout(changed, settleMs);
  };
  // The name may contain characters that have a meaning in a pattern.
  const name = fileNameOf(uri).replace(/[[{}*?]/g, '[$&]');
  const pattern = new vscode.RelativePattern(vscode.Uri.joinPath(uri, '..'), name);
  const watcher = owned.add(vscode.workspace.createFileSystemWatcher(pattern));
  owned.add(watcher.onDidChange(soon));
  owned.add(watcher.onDidCreate(soon));
  owned.add(watcher.onDidDelete(soon));
  owned.add({ dispose: () => clearTimeout(settle) });
  return owned;
}
