import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { FileSource } from '../../disc/node/fileSource';
import { openCheckpointFolder } from '../convert/checkpoint/folder';
import type { ModelFile } from './modelFile';

const mostTextBytes = 64 << 20;

/**
 * Opens a model in a folder with its configuration.
 * @param chosen the file in it that was asked for, if not the folder.
 * @throws Error when a file cannot be read, FormatError when it is damaged.
 */
export async function openModelFolder(path: string, chosen?: string): Promise<ModelFile> {
  const files: FileSource[] = [];
  const close = async (): Promise<void> => {
    for (const file of files) await file.close();
  };
  try {
    const model = await openCheckpointFolder(
      {
        label: basename(resolve(path)),
        names: (await readdir(path)).sort(),
        text: (name) => textOf(join(path, name)),
        open: async (name) => {
          const source = await FileSource.open(join(path, name));
          files.push(source);
          return source;
        },
      },
      chosen,
    );
    const checkUnchanged = async (): Promise<void> => {
      for (const file of files) await file.checkUnchanged();
    };
    return { model, checkUnchanged, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A text file of ordinary size. @throws Error when it cannot be read. */
export async function textOf(path: string): Promise<string> {
  const { size } = await stat(path);
  if (size > mostTextBytes)
    throw new Error(`Cannot read ${path}: it is too large for a text file (${size} bytes).`);
  return readFile(path, 'utf8');
}
