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
 * How a file's name attributes it: it is the model's file, which contains a tokenizer; or it belongs to this model, to a
 * model from whose name this model's is derived, to the folder, to nothing, or to another model.
 */
type Attribution = 'itself' | 'model' | 'origin' | 'folder' | 'none' | 'other';
const attributions: readonly Attribution[] = ['itself', 'model', 'origin', 'folder', 'none', 'other'];

/** What the name of a file says about its model; undefined if it is not the name of a tokenizer. */
function attributionOf(modelName: string, name: string): Attribution | undefined {
  const stem = stemOf(modelName);
  const lower = name.toLowerCase();
  // GGUF is the only format of models that contains a tokenizer.
  if (lower === modelName.toLowerCase()) return lower.endsWith('.gguf') ? 'itself' : undefined;
  const ending = endings.find((candidate) => lower.endsWith(candidate));
  if (ending === undefined || strangers.test(lower)) return undefined;
  const start = lower.slice(0, -ending.length);
  if (start === 'tokenizer') return 'folder';
  if (start.startsWith(`${stem}.tok`) || start.startsWith(`${stem}-tok`)) return 'model';
  const owner = ownerOf(lower);
  // `stories.tokenizer.bin` is also that of `stories-q8.psnt`.
  if (owner !== undefined && new RegExp('^[-._]').test(stem.slice(owner.length)) && stem.startsWith(owner))
    return 'origin';
  if (owner !== undefined || start.endsWith('tokenizer')) return 'other';
  return start.startsWith('tok') ? 'none' : undefined;
}

const stemOf = (modelName: string): string => modelName.replace(/\.[^.]*$/, '').toLowerCase();

/** The name of the model that a tokenizer is named after. */
const ownerOf = (name: string): string | undefined =>
  /^(.+)[.-]tok(?:enizer)?\.[^.]*$/.exec(name.toLowerCase())?.[1];

/**
 * Names in a model's folder that may be its tokenizer, most likely first: `tiny.tokenizer.bin` for `tiny.psnt`, then
 * `tokenizer.bin`, `tokenizer.model` and `tokenizer.json`, then names that start with "tok", then tokenizers that are
 * named after another model.
 */
export function tokenizerCandidates(modelName: string, names: readonly string[]): string[] {
  const rank = (name: string): number => attributions.indexOf(attributionOf(modelName, name) ?? 'other');
  // Of `stories` and `stories-2`, `stories-2-q8` is derived from the second.
  const nearness = (name: string): number =>
    attributionOf(modelName, name) === 'origin' ? (ownerOf(name)?.length ?? 0) : 0;
  return names
    .filter((name) => attributionOf(modelName, name) !== undefined)
    .sort((a, b) => rank(a) - rank(b) || nearness(b) - nearness(a) || (a < b ? -1 : a > b ? 1 : 0));
}

/** The usual names of a model's tokenizer, most likely first, for folders that cannot be listed. */
export function defaultTokenizerNames(modelName: string): string[] {
  const stem = modelName.replace(/\.[^.]*$/, '');
  return [`${stem}.tokenizer.bin`, ...endings.map((ending) => `tokenizer${ending}`)];
}

export interface AdjacentTokenizer {
  /** The tokenizer that belongs to the model by its name and vocabulary. */
  readonly found?: { readonly name: string; readonly tokenizer: Tokenizer };
  /** Without one: files with matching vocabulary whose names do not tell that they belong to the model. */
  readonly undecided?: readonly string[];
  /** Why candidates do not match. */
  readonly dismissed: readonly { readonly name: string; readonly reason: string }[];
}

/**
 * The tokenizer next to a model: the one in a GGUF model itself, else the one with matching vocabulary that is named
 * after it, else the folder's, else the only one that is named after no model. Another model's is never taken by itself.
 * @param names the files in the model's folder.
 * @param open returns the bytes of one of them.
 * @param beside returns the text of another file there, if it exists.
 */
export async function findAdjacentTokenizer(
  model: Pick<Model, 'label' | 'config'>,
  modelName: string,
  names: readonly string[],
  open: (name: string) => Promise<ByteSource>,
  beside?: ReadAdjacent,
): Promise<AdjacentTokenizer> {
  const candidates = tokenizerCandidates(modelName, names);
  const of = (wanted: Attribution): string[] =>
    candidates.filter((name) => attributionOf(modelName, name) === wanted);
  const own = await firstTokenizerOf(
    model,
    [...of('itself'), ...of('model'), ...of('origin'), ...of('folder')],
    open,
    beside,
  );
  if (own.found !== undefined) return own;
  const dismissed = [...own.dismissed];
  const fitting: { name: string; tokenizer: Tokenizer }[] = [];
  for (const name of [...of('none'), ...of('other')]) {
    const one = await firstTokenizerOf(model, [name], open, beside);
    if (one.found !== undefined) fitting.push(one.found);
    dismissed.push(...one.dismissed);
  }
  const unnamed = fitting.filter(({ name }) => attributionOf(modelName, name) === 'none');
  const [only] = unnamed;
  if (only !== undefined && unnamed.length === 1) return { found: only, dismissed };
  return { ...(fitting.length > 0 && { undecided: fitting.map(({ name }) => name) }), dismissed };
}

/** The sentence about tokenizers that fit, of which none is named after the model. */
export function undecidedText(modelName: string, undecided: readonly string[]): string {
  const names = undecided.join(', ');
  return undecided.length === 1
    ? `${names} has the vocabulary of ${modelName} but is named after another model.`
    : `${names} have the vocabulary of ${modelName}, and none of them is named after it.`;
}

/** The first of these files that is a tokenizer with the model's vocabulary; one token per row goes before padding. */
export async function firstTokenizerOf(
  model: Pick<Model, 'label' | 'config'>,
  names: readonly string[],
  open: (name: string) => Promise<ByteSource>,
  beside?: ReadAdjacent,
): Promise<AdjacentTokenizer> {
  const dismissed: { name: string; reason: string }[] = [];
  let padded: AdjacentTokenizer['found'];
  for (const name of names) {
    try {
      const tokenizer = await openTokenizer(await open(name), name, beside);
      checkVocabulary(tokenizer, model, name);
      if (tokenizer.vocabSize === model.config.vocabSize) return { found: { name, tokenizer }, dismissed };
      padded ??= { name, tokenizer };
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      dismissed.push({ name, reason: error.message });
    }
  }
  return { ...(padded && { found: padded }), dismissed };
}
