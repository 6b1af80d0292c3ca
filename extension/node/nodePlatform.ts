import type * as vscode from 'vscode';
import type { OpenFile } from '../../debug-adapter/host';
import { FileSource } from '../../disc/node/fileSource';
import type { Platform } from '../platform';
import { fileNameOf } from '../uris';
import { openWholeFile } from '../wholeFile';

/** Files on disk are read by ranges; the engine runs in a worker thread. */
export function nodePlatform(): Platform {
  return {
    openFile: (uri) => (uri.scheme === 'file' ? openByRanges(uri) : openWholeFile(uri)),
    targets: new Map(),
  };
}

async function openByRanges(uri: vscode.Uri): Promise<OpenFile> {
  const source = await FileSource.open(uri.fsPath);
  return { label: fileNameOf(uri), source, close: () => source.close() };
}
