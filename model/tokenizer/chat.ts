import type { Tokenizer } from './tokenizer';

export interface ChatMessage {
  /** `system`, `user` or `assistant`. */
  readonly role: string;
  readonly content: string;
}

/** How a model wants conversations written. */
export type ChatFormat =
  | {
      readonly name: 'chatml';
      /** A system message that stands first when the conversation has none. */
      readonly defaultSystem?: string;
      /** The token that ends a message: generation should stop there. */
      readonly end: number;
    }
  | {
      readonly name: 'unknown';
      /** A sentence: why conversations cannot be written for this model. */
      readonly reason: string;
    };

/**
 * A conversation as ChatML: each message between `<|im_start|>` role newline and `<|im_end|>` newline, then the
 * beginning of the answer. There is no beginning-of-sequence token in front.
 */
export function chatMlText(messages: readonly ChatMessage[], defaultSystem?: string): string {
  const all =
    defaultSystem === undefined || messages[0]?.role === 'system'
      ? messages
      : [{ role: 'system', content: defaultSystem }, ...messages];
  const parts = all.map(({ role, content }) => `<|im_start|>${role}\n${content}<|im_end|>\n`);
  return `${parts.join('')}<|im_start|>assistant\n`;
}

/**
 * Ids of a conversation up to where the model answers.
 * @throws Error in a sentence when the model's format is not known.
 */
export function encodeChat(tokenizer: Tokenizer, messages: readonly ChatMessage[]): number[] {
  const { chat } = tokenizer;
  if (chat === undefined) throw new Error('The tokenizer has no chat template: write a plain prompt.');
  if (chat.name === 'unknown') throw new Error(`${chat.reason} Write a plain prompt.`);
  return tokenizer.encode(chatMlText(messages, chat.defaultSystem));
}
