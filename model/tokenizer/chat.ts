import { errorText } from '../../common/errorText';
import { renderTemplate } from './boundedTemplate';
import type { Tokenizer } from './tokenizer';

export interface ChatMessage {
  /** `system`, `user` or `assistant`. */
  readonly role: string;
  readonly content: string;
}

/** How a model wants conversations written. */
export interface ChatFormat {
  /** A Jinja template in the sense of `apply_chat_template` of the transformers library. */
  readonly template: string;
  /** The texts that the template knows as `bos_token` and `eos_token`. */
  readonly bosToken?: string;
  readonly eosToken?: string;
  /** Tokens that a template writes as text. */
  readonly specials: ReadonlyMap<string, number>;
  /** Ids of a conversation's text, in which the special tokens are found. */
  readonly encode: (text: string) => number[];
}

/** How models write conversations that have the tokens of ChatML and no template of their own. */
export const chatMlTemplate = [
  "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>\\n' }}{% endfor %}",
  "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}",
].join('');

/**
 * A conversation as the model's template writes it.
 * @param answering with the beginning of the answer at its end.
 * @throws Error in a sentence when the template cannot be used, or refuses the conversation.
 */
export function chatText(format: ChatFormat, messages: readonly ChatMessage[], answering = true): string {
  const { template, bosToken = '', eosToken = '' } = format;
  try {
    return renderTemplate(template, {
      messages: messages.map((message) => ({ ...message })),
      bos_token: bosToken,
      eos_token: eosToken,
      add_generation_prompt: answering,
    });
  } catch (error) {
    const reason = errorText(error);
    throw new Error(`The chat template of this model cannot write the conversation: ${reason}`, {
      cause: error,
    });
  }
}

/**
 * Ids of a conversation up to where the model answers, without a beginning-of-sequence token unless the template
 * writes one.
 * @throws Error in a sentence when there is no template, or it cannot write the conversation.
 */
export function encodeChat(tokenizer: Tokenizer, messages: readonly ChatMessage[]): number[] {
  const format = formatOf(tokenizer);
  return format.encode(chatText(format, messages));
}

/** What a message is written around, to find what stands behind it: a text that no template has. */
const mark = 'ps2ml:answer';

/**
 * The tokens at one of which an answer ends: the one that the template writes behind an assistant's message, and the
 * end of text.
 * @throws Error as `encodeChat`.
 */
export function chatEnds(tokenizer: Tokenizer): number[] {
  const format = formatOf(tokenizer);
  const text = chatText(
    format,
    [
      { role: 'user', content: 'ps2ml:question' },
      { role: 'assistant', content: mark },
    ],
    false,
  );
  const at = text.lastIndexOf(mark);
  const behind = at < 0 ? undefined : splitSpecials(text.slice(at + mark.length), format.specials);
  const written = behind?.find((part) => typeof part === 'number');
  return [...new Set([written, tokenizer.eos])].filter((id) => id !== undefined);
}

function formatOf({ chat }: Tokenizer): ChatFormat {
  if (chat === undefined) {
    throw new Error('This tokenizer has no chat template: write a plain prompt, without the chat option.');
  }
  return chat;
}

/** Encodes what stands between special tokens piece by piece, as llama.cpp does (`tokenizer_st_partition`). */
export function encodeBetween(
  specials: ReadonlyMap<string, number>,
  encode: (text: string) => number[],
): (text: string) => number[] {
  return (text) =>
    splitSpecials(text, specials).flatMap((part) => (typeof part === 'number' ? [part] : encode(part)));
}

/** A text as ids of special tokens and the texts between them; of several tokens at a place the longest. */
function splitSpecials(text: string, specials: ReadonlyMap<string, number>): (string | number)[] {
  if (specials.size === 0) return [text];
  const names = [...specials.keys()].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(`(${names.map(escaped).join('|')})`);
  return text
    .split(pattern)
    .filter((part) => part !== '')
    .map((part) => specials.get(part) ?? part);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
