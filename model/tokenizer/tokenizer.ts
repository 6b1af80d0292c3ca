import type { ChatFormat } from './chat';

/** Text to token ids and back. */
export interface Tokenizer {
  readonly vocabSize: number;
  readonly bos: number | undefined;
  readonly eos: number | undefined;
  /** How the model wants conversations written, where that is known. */
  readonly chat?: ChatFormat;
  /** The prompt's ids as the model was trained to see them: with its beginning-of-sequence token when it has one. */
  encodePrompt(text: string): number[];
  /** Ids of `text` alone. */
  encode(text: string): number[];
  /** Bytes of one token when it follows `previous` (a space is dropped right after BOS). */
  bytesOf(id: number, previous?: number): Uint8Array;
  /** UTF-8 text of a sequence; invalid bytes become U+FFFD. */
  decode(ids: readonly number[]): string;
}
