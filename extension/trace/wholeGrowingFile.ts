import * as vscode from 'vscode';
import { joined } from '../bytes';
import type { GrowingFile } from './growingFile';

/** All of it is written again each time. */
const limitBytes = 8 * 1024 * 1024;

/** A file that grows where files can only be written whole: kept in memory, written at each flush. */
export function wholeGrowingFile(uri: vscode.Uri): GrowingFile {
  const pieces: Uint8Array[] = [];
  const flush = async (): Promise<void> => {
    const bytes = joined(pieces);
    pieces.splice(0, pieces.length, bytes);
    await vscode.workspace.fs.writeFile(uri, bytes);
  };
  return {
    limitBytes,
    write: (bytes) => {
      pieces.push(bytes);
      return Promise.resolve();
    },
    flush,
    close: flush,
  };
}
