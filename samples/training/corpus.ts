import type { PieceTokenizer } from '../../model/tokenizer/pieceTokenizer';
import { chunksOf } from './bpe';
import { callRoll } from './grammar/rollCall';
import { tellStory, type Casting, type Split } from './grammar/stories';
import type { Batch } from './network';
import { Random } from './random';

/** Separates the stories of different purposes with the same seed. */
const purposes = { training: 1, 'held-out': 2, vocabulary: 3, 'roll call': 4 } as const;

/**
 * The content of a row of a batch: one story, one with a cast from two halves (grammar/stories.ts), as many as fit,
 * or a roll call.
 */
export type RowKind = 'story' | 'story of halves' | 'stories' | 'roll call';

/** The first stories that the vocabulary is made from. */
export function* vocabularyTexts(seed: number, count: number): Generator<string> {
  for (let i = 0; i < count; i++) {
    yield tellStory(new Random(seed, purposes.vocabulary, i), 'training').text;
  }
}

/** Stories as tokens, in batches; each batch depends only on the seed and its number. */
export class Corpus {
  private readonly chunks = new Map<string, readonly number[]>();
  private readonly bos: number;
  private readonly eos: number;

  constructor(
    private readonly tokenizer: PieceTokenizer,
    private readonly seed: number,
    private readonly split: Split,
  ) {
    const { bos, eos } = tokenizer;
    if (bos === undefined || eos === undefined) throw new RangeError('The vocabulary has no BOS and EOS.');
    this.bos = bos;
    this.eos = eos;
  }

  /** The text of story `index` of row `row` of a batch. */
  text(batch: number, row: number, index: number, casting: Casting = 'any'): string {
    const random = new Random(this.seed, purposes[this.split], batch, row, index);
    return tellStory(random, this.split, casting).text;
  }

  /** The texts of a row of `length` tokens. */
  textsOfRow(batch: number, row: number, length: number, kind: RowKind): string[] {
    if (kind === 'roll call') return [callRoll(new Random(this.seed, purposes[kind], batch, row))];
    const casting = kind === 'story of halves' ? 'halves' : 'any';
    const texts: string[] = [];
    for (let tokens = 0; tokens === 0 || (kind === 'stories' && tokens <= length);) {
      const text = this.text(batch, row, texts.length, casting);
      texts.push(text);
      tokens += this.encode(text).length;
    }
    return texts;
  }

  /** BOS, the story, EOS. */
  encode(text: string): number[] {
    const ids = [this.bos];
    // No piece extends beyond a chunk, so each chunk can be looked up.
    for (const chunk of chunksOf(` ${text}`)) {
      let known = this.chunks.get(chunk);
      if (known === undefined) {
        known = encodeChunk(this.tokenizer, chunk);
        this.chunks.set(chunk, known);
      }
      ids.push(...known);
    }
    ids.push(this.eos);
    return ids;
  }

  /** Rows of these kinds. Tokens after EOS have no target. */
  batch(number: number, kinds: readonly RowKind[], length: number): Batch {
    const tokens = new Int32Array(kinds.length * length);
    const targets = new Int32Array(kinds.length * length).fill(-1);
    for (const [row, kind] of kinds.entries()) {
      const ids = this.textsOfRow(number, row, length, kind).flatMap((text) => this.encode(text));
      for (let i = 0; i < Math.min(length, ids.length); i++) {
        tokens[row * length + i] = ids[i] ?? 0;
        targets[row * length + i] = ids[i] === this.eos ? -1 : (ids[i + 1] ?? -1);
      }
    }
    return { tokens, targets };
  }
}

/** The tokenizer puts a space before a text; a chunk without one is encoded after a character that no piece joins. */
function encodeChunk(tokenizer: PieceTokenizer, chunk: string): number[] {
  return chunk.startsWith(' ') ? tokenizer.encode(chunk.slice(1)) : tokenizer.encode(`\n${chunk}`).slice(2);
}
