import type { Piece } from '../../model/tokenizer/pieceTokenizer';

/** A word with the space before it, or the characters between words: no piece extends beyond one of these. */
const chunkPattern = / ?[A-Za-z]+| ?[^A-Za-z ]+| /g;

/** The chunks of a text, one after the other. */
export function chunksOf(text: string): string[] {
  return text.match(chunkPattern) ?? [];
}

interface Word {
  symbols: string[];
  readonly count: number;
}

/**
 * The vocabulary of a llama2.c tokenizer, trained on texts by byte pair encoding (Sennrich et al., 2016): three
 * special pieces, the 256 bytes, the characters of the texts, then the most frequent pairs in turn; of equals the
 * first in the order of their characters. A piece's score is minus the number of its merge.
 */
export function trainPieces(texts: Iterable<string>, vocabSize: number): Piece[] {
  const counts = new Map<string, number>();
  for (const text of texts) {
    for (const chunk of chunksOf(` ${text}`)) counts.set(chunk, (counts.get(chunk) ?? 0) + 1);
  }
  const words = [...counts].map(([text, count]): Word => ({ symbols: Array.from(text), count }));
  const characters = [...new Set([...counts.keys()].join(''))].sort();
  const bytes = Array.from(
    { length: 256 },
    (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`,
  );
  const encoder = new TextEncoder();
  const pieces = ['<unk>', '\n<s>\n', '\n</s>\n', ...bytes, ...characters].map((text): Piece => ({
    bytes: encoder.encode(text),
    score: 0,
  }));
  for (let merge = 1; pieces.length < vocabSize; merge++) {
    const pair = commonestPair(words);
    if (pair === undefined) throw new RangeError(`The texts have no more than ${pieces.length} pieces.`);
    const [left, right] = pair;
    pieces.push({ bytes: encoder.encode(left + right), score: -merge });
    for (const word of words) word.symbols = join(word.symbols, left, right);
  }
  return pieces;
}

function commonestPair(words: readonly Word[]): [string, string] | undefined {
  const counts = new Map<string, number>();
  for (const { symbols, count } of words) {
    for (let i = 1; i < symbols.length; i++) {
      const pair = `${symbols[i - 1] ?? ''}\0${symbols[i] ?? ''}`;
      counts.set(pair, (counts.get(pair) ?? 0) + count);
    }
  }
  let best: string | undefined;
  let most = 0;
  for (const [pair, count] of counts) {
    if (count < most || (count === most && best !== undefined && pair > best)) continue;
    best = pair;
    most = count;
  }
  if (best === undefined) return undefined;
  const [left = '', right = ''] = best.split('\0');
  return [left, right];
}

function join(symbols: readonly string[], left: string, right: string): string[] {
  const joined: string[] = [];
  for (let i = 0; i < symbols.length; i++) {
    const symbol = symbols[i] ?? '';
    if (symbol === left && symbols[i + 1] === right) {
      joined.push(left + right);
      i++;
    } else joined.push(symbol);
  }
  return joined;
}
