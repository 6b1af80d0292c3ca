import { basename, resolve } from 'node:path';
import { FileSource } from '../../../disc/node/fileSource';
import type { Model } from '../../../model/model';
import { openTokenizerBeside } from '../../../model/node/tokenizerFile';
import type { Tokenizer } from '../../../model/tokenizer/tokenizer';
import type { OpenFile } from '../program';

/** Opens a file on disk. @throws Error with its path when it cannot be opened. */
export async function openFile(path: string): Promise<OpenFile> {
  const source = await FileSource.open(path);
  return { label: basename(path), source, path: resolve(path), close: () => source.close() };
}

/** The tokenizer with a matching vocabulary in the folder of a model file. */
export async function adjacentTokenizer(path: string, model: Model): Promise<Tokenizer | undefined> {
  return (await openTokenizerBeside(path, model)).found?.tokenizer;
}
