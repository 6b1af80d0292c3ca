import type { PieceTokenizer } from '../../model/tokenizer/pieceTokenizer';
import { chunksOf } from './bpe';
import { tellStory, type Split } from './grammar/stories';
import type { Batch } from './network';
import { Random } from './random';

/** What keeps the stories of one purpose apart from those of another that have the same seed. */
const purposes = { training: 1, 'held-out': 2, vocabulary: 3 } as const;

/** The first stories that the vocabulary is made from. */
export function* vocabularyTexts(seed: number, count: number): Generator<string> {
  for (let i = 0; i < count; i++) {
    yield tellStory(new Random(seed, purposes.vocabulary, i), 'training').text;
  }
}

/** Stories as tokens, in batches; each batch follows from the seed and its number alone. */
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
  text(batch: number, row: number, index: number): string {
    return tellStory(new Random(this.seed, purposes[this.split], batch, row, index), this.split).text;
  }

  /** The stories of a row of `length` tokens: one, or, when rows are packed, as many as it takes to fill it. */
  textsOfRow(batch: number, row: number, length: number, isPacked: boolean): string[] {
    const texts: string[] = [];
    for (let tokens = 0; tokens === 0 || (isPacked && tokens <= length);) {
      const text = this.text(batch, row, texts.length);
      texts.push(text);
      tokens += this.encode(text).length;
    }
    return texts;
  }

  /** BOS, the story, EOS. */
  encode(text: string): number[] {
    const ids = [this.bos];
    // No piece reaches beyond a chunk, so that each can be looked up.
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

  /**
   * Rows that each begin with a story and, when they are packed, go on with others. What follows EOS is not asked
   * for.
   */
  batch(number: number, rows: number, length: number, isPacked: boolean): Batch {
    const tokens = new Int32Array(rows * length);
    const targets = new Int32Array(rows * length).fill(-1);
    for (let row = 0; row < rows; row++) {
      const ids = this.textsOfRow(number, row, length, isPacked).flatMap((text) => this.encode(text));
      for (let i = 0; i < Math.min(length, ids.length); i++) {
        tokens[row * length + i] = ids[i] ?? 0;
        targets[row * length + i] = ids[i] === this.eos ? -1 : (ids[i + 1] ?? -1);
      }
    }
    return { tokens, targets };
  }
}

/** The tokenizer puts a space before a text; a chunk without one is encoded behind a character that no piece joins. */
function encodeChunk(tokenizer: PieceTokenizer, chunk: string): number[] {
  return chunk.startsWith(' ') ? tokenizer.encode(chunk.slice(1)) : tokenizer.encode(`\n${chunk}`).slice(2);
}
