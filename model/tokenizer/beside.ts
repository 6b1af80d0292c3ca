import type { ByteSource } from '../../disc/byteSource';
import { FormatError } from '../formatError';
import type { Model } from '../model';
import type { Tokenizer } from './tokenizer';
import { openTokenizerBin } from './tokenizerBin';
import { checkVocabulary } from './vocabulary';

/**
 * Names in a model's folder that may be its tokenizer, likeliest first: `tiny.tokenizer.bin` for `tiny.psnt`,
 * then `tokenizer.bin`, then any `.bin` whose name begins or ends in "tokenizer" or begins in "tok".
 */
export function tokenizerCandidates(modelName: string, names: readonly string[]): string[] {
  const stem = modelName.replace(/\.[^.]*$/, '').toLowerCase();
  const rank = (name: string): number => {
    const lower = name.toLowerCase();
    if (!lower.endsWith('.bin') || lower === modelName.toLowerCase()) return 0;
    if (lower === `${stem}.tokenizer.bin`) return 4;
    if (lower.startsWith(`${stem}.tok`) || lower.startsWith(`${stem}-tok`)) return 3;
    if (lower === 'tokenizer.bin') return 2;
    return lower.startsWith('tok') || lower.endsWith('tokenizer.bin') ? 1 : 0;
  };
  return names
    .filter((name) => rank(name) > 0)
    .sort((a, b) => rank(b) - rank(a) || (a < b ? -1 : a > b ? 1 : 0));
}

export interface TokenizerBeside {
  /** The first candidate of matching vocabulary. */
  readonly found?: { readonly name: string; readonly tokenizer: Tokenizer };
  /** Why the candidates before it, or all of them, are not it. */
  readonly dismissed: readonly { readonly name: string; readonly reason: string }[];
}

/**
 * The tokenizer of matching vocabulary beside a model.
 * @param names what the model's folder holds.
 * @param open gives the bytes of one of them.
 */
export async function findTokenizerBeside(
  model: Pick<Model, 'label' | 'config'>,
  modelName: string,
  names: readonly string[],
  open: (name: string) => Promise<ByteSource>,
): Promise<TokenizerBeside> {
  const dismissed: { name: string; reason: string }[] = [];
  for (const name of tokenizerCandidates(modelName, names)) {
    try {
      const tokenizer = await openTokenizerBin(await open(name), name);
      checkVocabulary(tokenizer, model, name);
      return { found: { name, tokenizer }, dismissed };
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      dismissed.push({ name, reason: error.message });
    }
  }
  return { dismissed };
}
