import { basename } from 'node:path';
import { FileSource } from '../../disc/node/fileSource';
import type { Model } from '../model';
import { openModel } from '../openModel';

/** A model whose file stays open until it is closed. */
export interface ModelFile {
  readonly model: Model;
  readonly close: () => Promise<void>;
}

/** Opens the model in a file. @throws Error with the path, or FormatError, in one sentence each. */
export async function openModelFile(path: string): Promise<ModelFile> {
  const source = await FileSource.open(path);
  try {
    return { model: await openModel(source, basename(path)), close: () => source.close() };
  } catch (error) {
    await source.close();
    throw error;
  }
}
