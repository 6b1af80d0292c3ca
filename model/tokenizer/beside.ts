import type { ByteSource } from '../../disc/byteSource';
import { FormatError } from '../formatError';
import type { Model } from '../model';
import type { Tokenizer } from './tokenizer';
import { openTokenizer, type ReadBeside } from './openTokenizer';
import { checkVocabulary } from './vocabulary';

/** What the names of tokenizers end in: llama2.c, SentencePiece, Hugging Face. */
const endings = ['.bin', '.model', '.json'];
/** What usually stands beside a model and says something about its tokenizer without being one. */
const strangers = /^(?:tokenizer_config|special_tokens_map|added_tokens)\.json$/;

/**
 * Names in a model's folder that may be its tokenizer, likeliest first: `tiny.tokenizer.bin` for `tiny.psnt`,
 * then `tokenizer.bin`, `tokenizer.model` and `tokenizer.json`, then any such file whose name begins or ends in
 * "tokenizer" or begins in "tok".
 */
export function tokenizerCandidates(modelName: string, names: readonly string[]): string[] {
  const stem = modelName.replace(/\.[^.]*$/, '').toLowerCase();
  const rank = (name: string): number => {
    const lower = name.toLowerCase();
    const ending = endings.find((candidate) => lower.endsWith(candidate));
    if (ending === undefined || strangers.test(lower) || lower === modelName.toLowerCase()) return 0;
    const start = lower.slice(0, -ending.length);
    if (start === `${stem}.tokenizer`) return 4;
    if (start.startsWith(`${stem}.tok`) || start.startsWith(`${stem}-tok`)) return 3;
    if (start === 'tokenizer') return 2;
    return start.startsWith('tok') || start.endsWith('tokenizer') ? 1 : 0;
  };
  return names
    .filter((name) => rank(name) > 0)
    .sort((a, b) => rank(b) - rank(a) || (a < b ? -1 : a > b ? 1 : 0));
}

/** What a model's tokenizer is usually called, likeliest first, for folders that cannot be listed. */
export function usualTokenizerNames(modelName: string): string[] {
  const stem = modelName.replace(/\.[^.]*$/, '');
  return [`${stem}.tokenizer.bin`, ...endings.map((ending) => `tokenizer${ending}`)];
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
 * @param beside gives the text of another file there, where there is one.
 */
export function findTokenizerBeside(
  model: Pick<Model, 'label' | 'config'>,
  modelName: string,
  names: readonly string[],
  open: (name: string) => Promise<ByteSource>,
  beside?: ReadBeside,
): Promise<TokenizerBeside> {
  return firstTokenizerOf(model, tokenizerCandidates(modelName, names), open, beside);
}

/** The first of these files that is a tokenizer of the model's vocabulary. */
export async function firstTokenizerOf(
  model: Pick<Model, 'label' | 'config'>,
  names: readonly string[],
  open: (name: string) => Promise<ByteSource>,
  beside?: ReadBeside,
): Promise<TokenizerBeside> {
  const dismissed: { name: string; reason: string }[] = [];
  for (const name of names) {
    try {
      const tokenizer = await openTokenizer(await open(name), name, beside);
      checkVocabulary(tokenizer, model, name);
      return { found: { name, tokenizer }, dismissed };
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      dismissed.push({ name, reason: error.message });
    }
  }
  return { dismissed };
}
