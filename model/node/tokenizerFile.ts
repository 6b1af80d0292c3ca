import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { MemorySource, type ByteSource } from '../../disc/byteSource';
import { FileSource } from '../../disc/node/fileSource';
import type { Model } from '../model';
import { openTokenizer } from '../openModel';
import { findTokenizerBeside, type TokenizerBeside } from '../tokenizer/beside';
import type { Tokenizer } from '../tokenizer/tokenizer';
import { checkVocabulary } from '../tokenizer/vocabulary';

/**
 * Opens a tokenizer file for `model`.
 * @throws Error with the path, or FormatError, also when it has another vocabulary.
 */
export async function openTokenizerFile(
  path: string,
  model: Pick<Model, 'label' | 'config'>,
): Promise<Tokenizer> {
  const tokenizer = await openTokenizer(await readWhole(path), basename(path));
  checkVocabulary(tokenizer, model, basename(path));
  return tokenizer;
}

/** The tokenizer of matching vocabulary in the folder of a model file. */
export async function openTokenizerBeside(
  modelPath: string,
  model: Pick<Model, 'label' | 'config'>,
): Promise<TokenizerBeside> {
  const folder = dirname(modelPath);
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => !entry.isDirectory()).map((entry) => entry.name);
  return findTokenizerBeside(model, basename(modelPath), names, (name) => readWhole(join(folder, name)));
}

/** Tokenizers are small and read once, so that no handle stays open. */
async function readWhole(path: string): Promise<ByteSource> {
  const file = await FileSource.open(path);
  try {
    // A file too large to be one is refused by its size alone.
    if (file.size > 64 << 20) return file;
    return new MemorySource(await file.read(0, file.size));
  } finally {
    await file.close();
  }
}
