import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { FileSource } from '../../disc/node/fileSource';
import type { Model } from '../model';
import { findAdjacentTokenizer, type AdjacentTokenizer } from '../tokenizer/adjacent';
import { openTokenizer, type FileTokenizer } from '../tokenizer/openTokenizer';
import { mostTokenizerBytes } from '../tokenizer/tokenizerBin';
import { checkVocabulary } from '../tokenizer/vocabulary';

/**
 * Opens a tokenizer file for `model`.
 * @throws Error when it cannot be read, FormatError when it is damaged or has another vocabulary.
 */
export async function openTokenizerFile(
  path: string,
  model: Pick<Model, 'label' | 'config'>,
): Promise<FileTokenizer> {
  const tokenizer = await openAnyTokenizerFile(path);
  checkVocabulary(tokenizer, model, basename(path));
  return tokenizer;
}

/**
 * Opens a tokenizer file. A `tokenizer.json` is read with the `tokenizer_config.json` next to it, which contains the
 * end tokens and the chat template.
 * @throws Error when it cannot be read, FormatError when it is damaged.
 */
export async function openAnyTokenizerFile(path: string): Promise<FileTokenizer> {
  const file = await FileSource.open(path);
  try {
    return await openTokenizer(file, basename(path), (name) => textBeside(path, name));
  } finally {
    await file.close();
  }
}

async function textBeside(path: string, name: string): Promise<string | undefined> {
  const beside = join(dirname(path), name);
  const found = await stat(beside).catch(() => undefined);
  return found?.isFile() === true && found.size < mostTokenizerBytes ? readFile(beside, 'utf8') : undefined;
}

/** The tokenizer with matching vocabulary in the folder of a model file, or in a model folder. */
export async function openTokenizerBeside(
  modelPath: string,
  model: Pick<Model, 'label' | 'config'>,
): Promise<AdjacentTokenizer> {
  const found = await stat(modelPath).catch(() => undefined);
  const folder = found?.isDirectory() === true ? modelPath : dirname(modelPath);
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => !entry.isDirectory()).map((entry) => entry.name);
  const opened: FileSource[] = [];
  const open = async (name: string): Promise<FileSource> => {
    const file = await FileSource.open(join(folder, name));
    opened.push(file);
    return file;
  };
  try {
    return await findAdjacentTokenizer(model, basename(modelPath), names, open, (name) =>
      textBeside(join(folder, 'tokenizer.json'), name),
    );
  } finally {
    for (const file of opened) await file.close();
  }
}
