import type { ChatFormat } from './chat';

/** Text to token ids and back. */
export interface Tokenizer {
  readonly vocabSize: number;
  readonly bos: number | undefined;
  readonly eos: number | undefined;
  /** Tokens at which writing ends besides `eos`, where the model's files state them. */
  readonly ends?: readonly number[];
  /** The model's conversation format, if known. */
  readonly chat?: ChatFormat;
  /** The prompt's ids in the form of the training: with the beginning-of-sequence token if there is one. */
  encodePrompt(text: string): number[];
  /** Ids of `text` alone. */
  encode(text: string): number[];
  /** Bytes of one token when it follows `previous` (a space is dropped right after BOS). */
  bytesOf(id: number, previous?: number): Uint8Array;
  /** UTF-8 text of a sequence; invalid bytes become U+FFFD. */
  decode(ids: readonly number[]): string;
}
