import * as vscode from 'vscode';
import type { OpenFile } from '../../project/program/program';
import { openTokenizer, type FileTokenizer } from '../../model/tokenizer/openTokenizer';
import type { Platform } from '../platform';

/**
 * Opens a tokenizer file, with what stands beside it where it needs that.
 * @throws Error with a sentence when it cannot be read or is none.
 */
export async function openTokenizerAt(platform: Platform, uri: vscode.Uri): Promise<FileTokenizer> {
  const file = await platform.openFile(uri);
  try {
    return await readTokenizer(file, uri);
  } finally {
    await file.close();
  }
}

/** Reads the tokenizer of a file that is open. @throws Error with a sentence when it is none. */
export function readTokenizer(file: OpenFile, uri: vscode.Uri): Promise<FileTokenizer> {
  return openTokenizer(file.source, file.label, (name) => textAt(vscode.Uri.joinPath(uri, '..', name)));
}

async function textAt(uri: vscode.Uri): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    // It may be missing.
    return undefined;
  }
}
