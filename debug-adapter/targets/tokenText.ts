import type { Tokenizer } from '../../model/tokenizer/tokenizer';
import { Utf8Stream } from './utf8Stream';

/** Turns sampled ids into text as they come. A character may be spread over several tokens. */
export class TokenText {
  constructor(
    private readonly tokenizer: Tokenizer | undefined,
    private previous: number | undefined,
    private readonly stopIds: readonly number[],
    private readonly decoder = new Utf8Stream(),
  ) {}

  /** A copy in the same state. */
  fork(): TokenText {
    return new TokenText(this.tokenizer, this.previous, this.stopIds, this.decoder.fork());
  }

  /** The text that this token completes; without a tokenizer its id. */
  next(id: number): string {
    const { tokenizer, previous } = this;
    this.previous = id;
    if (!tokenizer) return `${id} `;
    // A token that ends the text is not part of it.
    if (this.stopIds.includes(id) || id >= tokenizer.vocabSize) return '';
    return this.decoder.next(tokenizer.bytesOf(id, previous));
  }
}
