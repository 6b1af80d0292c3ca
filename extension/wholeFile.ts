import * as vscode from 'vscode';
import { MemorySource } from '../disc/byteSource';
import type { OpenFile } from '../project/program/program';
import { errorText } from '../common/errorText';
import { fileNameOf } from './uris';

/**
 * Opens a file where it can only be read whole, up to the user's limit.
 * @throws Error when it cannot be read or is too large.
 */
export async function openWholeFile(uri: vscode.Uri): Promise<OpenFile> {
  const label = fileNameOf(uri);
  const limitMiB = vscode.workspace.getConfiguration('ps2ml').get<number>('browserReadLimit', 256);
  let bytes: Uint8Array;
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > limitMiB * 1024 * 1024) {
      throw new Error(
        `it has ${Math.ceil(size / 1024 / 1024)} MiB; files here are read whole and the limit is ${limitMiB} MiB. Open it from disk, or raise the setting ps2ml.browserReadLimit`,
      );
    }
    bytes = await vscode.workspace.fs.readFile(uri);
  } catch (error) {
    const missing = error instanceof vscode.FileSystemError && error.code === 'FileNotFound';
    const reason = missing ? 'the file does not exist' : errorText(error);
    throw new Error(`Cannot open ${label}: ${reason}.`, { cause: error });
  }
  return { label, source: new MemorySource(bytes), close: () => Promise.resolve() };
}
