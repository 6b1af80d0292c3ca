import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { FileSource } from '../../disc/node/fileSource';
import type { Model } from '../model';
import { openModel } from '../openModel';
import type { OpenPsntOptions } from '../psnt/file';
import { openModelFolder, textOf } from './modelFolder';

/** A model whose files stay open until it is closed. */
export interface ModelFile {
  readonly model: Model;
  /** @throws Error when one of its files was changed while it was open. */
  readonly checkUnchanged: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/**
 * Opens the model in a file, or in a folder with `config.json` and weights (or any of its safetensors files).
 * @param options for a PSNT.
 * @throws Error when a file cannot be read, FormatError when it is damaged.
 */
export async function openModelFile(path: string, options: OpenPsntOptions = {}): Promise<ModelFile> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory() === true) return openModelFolder(path);
  if (path.endsWith('.safetensors') && found?.isFile() === true) {
    return openModelFolder(dirname(path), basename(path));
  }
  const source = await FileSource.open(path);
  try {
    const beside = (name: string): Promise<string | undefined> =>
      textOf(join(dirname(path), name)).catch(() => undefined);
    const model = await openModel(source, basename(path), options, beside);
    return { model, checkUnchanged: () => source.checkUnchanged(), close: () => source.close() };
  } catch (error) {
    await source.close();
    throw error;
  }
}
