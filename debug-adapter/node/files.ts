import { basename, resolve } from 'node:path';
import { FileSource } from '../../disc/node/fileSource';
import type { OpenFile } from '../host';

/** Opens a file on disk. @throws Error with its path. */
export async function openFile(path: string): Promise<OpenFile> {
  const source = await FileSource.open(path);
  return { label: basename(path), source, path: resolve(path), close: () => source.close() };
}
