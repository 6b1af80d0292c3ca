import { readdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { FileSource } from '../../../disc/node/fileSource';
import type { Model } from '../../../model/model';
import { openTokenizerBeside } from '../../../model/node/tokenizerFile';
import { undecidedText } from '../../../model/tokenizer/adjacent';
import { PromptError, type OpenFile, type OtherModelFiles, type TokenizerBeside } from '../program';

/** Opens a file on disk. @throws Error with its path when it cannot be opened. */
export async function openFile(path: string): Promise<OpenFile> {
  const source = await FileSource.open(path);
  return { label: basename(path), source, path: resolve(path), close: () => source.close() };
}

/**
 * The tokenizer of a model in the folder of its file.
 * @throws PromptError when several tokenizers may be the model's.
 */
export async function adjacentTokenizer(path: string, model: Model): Promise<TokenizerBeside> {
  const { found, undecided, dismissed } = await openTokenizerBeside(path, model);
  if (undecided === undefined)
    return { ...(found && { found }), dismissed: dismissed.map(({ reason }) => reason) };
  throw new PromptError(
    `${undecidedText(model.label, undecided)} Name the model's tokenizer: "tokenizer" in ps2ml.json or the launch configuration, --tokenizer on the command line.`,
  );
}

/** The `.psnt` files in the folder of a model. */
export const modelsBeside: OtherModelFiles = {
  async paths(program) {
    const folder = dirname(resolve(program));
    const names = await readdir(folder).catch(() => []);
    return names.filter((name) => /\.psnt$/i.test(name)).map((name) => join(folder, name));
  },
  tokenizer: async (path, model) => (await openTokenizerBeside(path, model)).found,
};
