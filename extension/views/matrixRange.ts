import type * as vscode from 'vscode';
import { openModel } from '../../model/openModel';
import type { Platform } from '../platform';
import { readingOf } from '../project/resolver';

/**
 * Where a matrix is in its model's file.
 * @throws Error when the file cannot be read or does not have the matrix.
 */
export async function matrixRange(
  platform: Platform,
  model: vscode.Uri,
  matrix: string,
): Promise<{ readonly offset: number; readonly bytes: number }> {
  const file = await platform.openFile(model);
  try {
    const { tensors } = await openModel(file.source, file.label, await readingOf(model));
    const found = tensors.find(({ name }) => name === matrix);
    if (found === undefined) throw new Error(`${file.label} has no ${matrix}.`);
    return { offset: found.offset, bytes: found.bytes };
  } finally {
    await file.close();
  }
}
