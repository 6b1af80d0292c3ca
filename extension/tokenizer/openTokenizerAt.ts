import * as vscode from 'vscode';
import type { OpenFile } from '../../project/program/program';
import { openTokenizer, type FileTokenizer } from '../../model/tokenizer/openTokenizer';
import type { Platform } from '../platform';

/**
 * Opens a tokenizer file, with the files next to it that its format needs.
 * @throws Error when it cannot be read or is not a tokenizer.
 */
export async function openTokenizerAt(platform: Platform, uri: vscode.Uri): Promise<FileTokenizer> {
  const file = await platform.openFile(uri);
  try {
    return await readTokenizer(file, uri);
  } finally {
    await file.close();
  }
}

/** Reads the tokenizer of an open file. @throws Error when it is not a tokenizer. */
export function readTokenizer(file: OpenFile, uri: vscode.Uri): Promise<FileTokenizer> {
  return openTokenizer(file.source, file.label, (name) => textAt(vscode.Uri.joinPath(uri, '..', name)));
}

/** The text of a small file, if it exists. */
export async function textAt(uri: vscode.Uri): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    // It may be missing.
    return undefined;
  }
}
