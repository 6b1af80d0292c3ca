import { NameFinder } from './nameFinder';
import { Work } from './work';
import { errorText } from '../../common/errorText';
import { renderTemplate } from './boundedTemplate';
import type { RunSettings } from '../plan/runSettings';
import type { Tokenizer } from './tokenizer';

export interface ChatMessage {
  /** `system`, `user` or `assistant`. */
  readonly role: string;
  readonly content: string;
}

/** How the next token of an answer is chosen (docs/arithmetic.md, "Sample"). */
export type ChatSampling = Pick<
  RunSettings,
  'temperature' | 'topK' | 'topP' | 'repetitionPenalty' | 'noRepeatNgram'
>;

/** The conversation format of a model. */
export interface ChatFormat {
  /** A Jinja template for `apply_chat_template` of the transformers library. */
  readonly template: string;
  /** The texts of `bos_token` and `eos_token` in the template. */
  readonly bosToken?: string;
  readonly eosToken?: string;
  /** The token that ends an answer, where the model states it by id. */
  readonly endOfTurn?: number;
  /** Tokens that a template writes as text. */
  readonly specials: ReadonlyMap<string, number>;
  /** Ids of a conversation's text, in which the special tokens are found. */
  readonly encode: (text: string) => number[];
  /** The texts of a conversation that are encoded one by one; without it the template's text is encoded whole. */
  readonly parts?: (messages: readonly ChatMessage[], answering: boolean) => string[];
  /** What a conversation uses for sampling settings that nobody states. */
  readonly sampling?: ChatSampling;
}

/** The template of models with the ChatML tokens but without a template. */
export const chatMlTemplate = [
  "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>\\n' }}{% endfor %}",
  "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}",
].join('');

/**
 * A conversation in the model's template.
 * @param answering append the start of the answer.
 * @throws Error when the template fails or rejects the conversation.
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
    throw new Error(`The chat template failed: ${reason}`, {
      cause: error,
    });
  }
}

/**
 * Ids of a conversation up to the model's answer, with a beginning-of-sequence token only if the template has one.
 * @throws Error when there is no template or it fails.
 */
export function encodeChat(tokenizer: Tokenizer, messages: readonly ChatMessage[]): number[] {
  const format = formatOf(tokenizer);
  const texts = format.parts?.(messages, true) ?? [chatText(format, messages)];
  return texts.flatMap((text) => format.encode(text));
}

/** A unique text used as the answer, to find what the template writes after it. */
const mark = 'ps2ml:answer';

/**
 * The tokens that end the answer to a conversation: the one that the template writes after the assistant's message, and
 * the end of text.
 * @param messages the conversation itself, because a template may reject others, such as one without a system message.
 * @throws Error as `encodeChat`.
 */
export function chatEnds(tokenizer: Tokenizer, messages: readonly ChatMessage[]): number[] {
  const format = formatOf(tokenizer);
  const text = chatText(format, [...messages, { role: 'assistant', content: mark }], false);
  const at = text.lastIndexOf(mark);
  const behind = at < 0 ? undefined : splitAt(text.slice(at + mark.length), new NameFinder(format.specials));
  const written = behind?.find((part) => typeof part === 'number');
  return [...new Set([written, format.endOfTurn, tokenizer.eos])].filter((id) => id !== undefined);
}

function formatOf({ chat }: Tokenizer): ChatFormat {
  if (chat === undefined) {
    throw new Error('This tokenizer has no chat template. Use a prompt without chat.');
  }
  return chat;
}

/** Encodes the text between special tokens piece by piece, as llama.cpp does (`tokenizer_st_partition`). */
export function encodeBetween(
  specials: ReadonlyMap<string, number>,
  encode: (text: string) => number[],
): (text: string) => number[] {
  const names = new NameFinder(specials);
  return (text) => splitAt(text, names).flatMap((part) => (typeof part === 'number' ? [part] : encode(part)));
}

/** A text as ids of special tokens and the texts between them; of several tokens at one position the longest. */
function splitAt(text: string, names: NameFinder<number>): (string | number)[] {
  const parts: (string | number)[] = [];
  const work = new Work(text.length);
  let done = 0;
  for (let at = 0; at < text.length;) {
    const found = names.longestAt(text, at, (steps) => work.spend(steps));
    if (found === undefined) {
      at++;
      continue;
    }
    if (done < at) parts.push(text.slice(done, at));
    parts.push(found.value);
    at += found.name.length;
    done = at;
  }
  if (done < text.length) parts.push(text.slice(done));
  return parts;
}
