import type { Tokenizer } from '../../model/tokenizer/tokenizer';

/** Turns sampled ids into text as they come. A character may be spread over several tokens. */
export class TokenText {
  private readonly decoder = new TextDecoder();

  constructor(
    private readonly tokenizer: Tokenizer | undefined,
    private previous: number | undefined,
    private readonly stopIds: readonly number[],
  ) {}

  /** The text that this token completes; without a tokenizer its id. */
  next(id: number): string {
    const { tokenizer, previous } = this;
    this.previous = id;
    if (!tokenizer) return `${id} `;
    // A token that ends the text is not part of it.
    if (this.stopIds.includes(id) || id >= tokenizer.vocabSize) return '';
    return this.decoder.decode(tokenizer.bytesOf(id, previous), { stream: true });
  }
}
