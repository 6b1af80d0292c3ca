import type { ByteSource } from '../../disc/byteSource';
import { FormatError } from '../formatError';
import type { Model } from '../model';
import type { Tokenizer } from './tokenizer';
import { openTokenizer, type ReadAdjacent } from './openTokenizer';
import { checkVocabulary } from './vocabulary';

/** File name endings of tokenizers: llama2.c, SentencePiece, Hugging Face. */
const endings = ['.bin', '.model', '.json'];
/** Files next to a model that describe its tokenizer but are not tokenizers. */
const strangers = /^(?:tokenizer_config|special_tokens_map|added_tokens)\.json$/;

/**
 * Names in a model's folder that may be its tokenizer, most likely first: `tiny.tokenizer.bin` for `tiny.psnt`, then
 * `tokenizer.bin`, `tokenizer.model` and `tokenizer.json`, then any such file with a name that starts or ends with
 * "tokenizer" or starts with "tok".
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

/** The usual names of a model's tokenizer, most likely first, for folders that cannot be listed. */
export function defaultTokenizerNames(modelName: string): string[] {
  const stem = modelName.replace(/\.[^.]*$/, '');
  return [`${stem}.tokenizer.bin`, ...endings.map((ending) => `tokenizer${ending}`)];
}

export interface AdjacentTokenizer {
  /** The first candidate with matching vocabulary. */
  readonly found?: { readonly name: string; readonly tokenizer: Tokenizer };
  /** Why the candidates before it, or all of them, do not match. */
  readonly dismissed: readonly { readonly name: string; readonly reason: string }[];
}

/**
 * The tokenizer with matching vocabulary next to a model.
 * @param names the files in the model's folder.
 * @param open returns the bytes of one of them.
 * @param beside returns the text of another file there, if it exists.
 */
export function findAdjacentTokenizer(
  model: Pick<Model, 'label' | 'config'>,
  modelName: string,
  names: readonly string[],
  open: (name: string) => Promise<ByteSource>,
  beside?: ReadAdjacent,
): Promise<AdjacentTokenizer> {
  return firstTokenizerOf(model, tokenizerCandidates(modelName, names), open, beside);
}

/** The first of these files that is a tokenizer with the model's vocabulary. */
export async function firstTokenizerOf(
  model: Pick<Model, 'label' | 'config'>,
  names: readonly string[],
  open: (name: string) => Promise<ByteSource>,
  beside?: ReadAdjacent,
): Promise<AdjacentTokenizer> {
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
