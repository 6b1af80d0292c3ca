import type { JsonValue } from '../../json';
import { mergeNeighbours } from '../bpe';

/** The BPE model of a tokenizer.json. */
export interface BytePairModel {
  readonly ids: ReadonlyMap<string, number>;
  /** `left id, right id` → rank (the lowest is merged first) and id of the union. */
  readonly merges: ReadonlyMap<string, { readonly rank: number; readonly id: number }>;
  /** For characters outside the vocabulary. */
  readonly unknown: number | undefined;
  readonly fuseUnknown: boolean;
  /** Characters that are not in the vocabulary become the tokens `<0x00>` … `<0xFF>` of their bytes. */
  readonly byteFallback: boolean;
  /** A word that is a token is used without merging. */
  readonly ignoreMerges: boolean;
}

/** @throws FormatError when it is not a BPE model, or of an unknown kind. */
export function readBytePairModel(json: JsonValue): BytePairModel {
  const type = json.get('type');
  if (type.string('BPE') !== 'BPE') {
    throw type.wrong('BPE', 'only BPE tokenizers are supported; use the SentencePiece model if there is one');
  }
  for (const affix of ['continuing_subword_prefix', 'end_of_word_suffix']) {
    if (json.get(affix).string('') !== '') {
      throw json.get(affix).wrong('none', 'end-of-word suffixes are not supported');
    }
  }
  const vocab = json.get('vocab').entries();
  const ids = new Map(vocab.map(([token, id]) => [token, id.count()]));
  const merges = new Map<string, { rank: number; id: number }>();
  const pairs = json.get('merges').items();
  pairs.forEach((pair, rank) => {
    const [left, right] =
      typeof pair.value === 'string' ? halves(pair.value) : pair.items().map((item) => item.string());
    const leftId = ids.get(left ?? '');
    const rightId = ids.get(right ?? '');
    const id = ids.get(`${left ?? ''}${right ?? ''}`);
    if (leftId === undefined || rightId === undefined || id === undefined) {
      throw pair.wrong('two tokens with a union that is also in the vocabulary');
    }
    const key = `${leftId},${rightId}`;
    merges.set(key, { rank, id });
  });
  const unknown = json.get('unk_token');
  return {
    ids,
    merges,
    unknown: unknown.exists ? ids.get(unknown.string()) : undefined,
    fuseUnknown: json.get('fuse_unk').boolean(false),
    byteFallback: json.get('byte_fallback').boolean(false),
    ignoreMerges: json.get('ignore_merges').boolean(false),
  };
}

/** "left right": the space separates two tokens. */
function halves(merge: string): [string, string] {
  const space = merge.indexOf(' ');
  return [merge.slice(0, space), merge.slice(space + 1)];
}

/** Ids of one pre-token. */
export function encodeWord(word: string, model: BytePairModel): number[] {
  const whole = model.ignoreMerges ? model.ids.get(word) : undefined;
  if (whole !== undefined) return [whole];
  return mergeNeighbours(startingIds(word, model), (left, right) => {
    const merge = model.merges.get(`${left},${right}`);
    return merge && { symbol: merge.id, score: -merge.rank };
  });
}

function startingIds(word: string, model: BytePairModel): number[] {
  const result: number[] = [];
  let afterUnknown = false;
  for (const character of word) {
    const id = model.ids.get(character);
    const bytes = id === undefined && model.byteFallback ? byteIds(character, model) : undefined;
    if (id !== undefined) result.push(id);
    else if (bytes !== undefined) result.push(...bytes);
    else if (model.unknown !== undefined && !(afterUnknown && model.fuseUnknown)) result.push(model.unknown);
    afterUnknown = id === undefined && bytes === undefined;
  }
  return result;
}

/** undefined when the vocabulary lacks one of the bytes. */
function byteIds(character: string, { ids }: BytePairModel): number[] | undefined {
  const found = [...new TextEncoder().encode(character)].map((byte) =>
    ids.get(`<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`),
  );
  return found.every((id) => id !== undefined) ? found : undefined;
}
