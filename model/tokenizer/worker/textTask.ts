import { findTokens, tokenise, type TokenisedText, type TokenPage } from '../../inspect/tokens';
import { chatEnds, encodeChat, type ChatMessage } from '../chat';
import type { FileTokenizer } from '../openTokenizer';
import type { Tokenizer } from '../tokenizer';

/** Work on texts that runs what a tokenizer's file contains: patterns, normalizers, a chat template. */
export type TextTask =
  | { readonly kind: 'prompt'; readonly text: string }
  | { readonly kind: 'chat' | 'ends'; readonly messages: readonly ChatMessage[] };

/** Work for a page that shows a tokenizer. */
export type PageTask =
  | { readonly kind: 'tokenise'; readonly text: string }
  | { readonly kind: 'find'; readonly query: string; readonly start: number; readonly count: number };

/** The ids of a task. @throws Error with a sentence, as `encodePrompt`, `encodeChat` and `chatEnds`. */
export function performTextTask(tokenizer: Tokenizer, task: TextTask): number[] {
  if (task.kind === 'prompt') return tokenizer.encodePrompt(task.text);
  return task.kind === 'chat' ? encodeChat(tokenizer, task.messages) : chatEnds(tokenizer, task.messages);
}

/** What a page shows. @throws Error with a sentence. */
export function performPageTask(tokenizer: FileTokenizer, task: PageTask): TokenisedText | TokenPage {
  if (task.kind === 'tokenise') return tokenise(tokenizer, task.text);
  return findTokens(tokenizer, task.query, task.start, task.count);
}

/** Who performs the work of a launch. */
export interface TextWork {
  /** @throws Error as `performTextTask`; or that it takes too long; or the reason of the abort. */
  ids(tokenizer: Tokenizer, task: TextTask, signal?: AbortSignal): Promise<number[]>;
}

/** Who performs that of pages, too. */
export interface PageWork extends TextWork {
  /** @throws Error as `performPageTask`; or that it takes too long; or the reason of the abort. */
  tokenise(tokenizer: FileTokenizer, text: string, signal?: AbortSignal): Promise<TokenisedText>;
  /** @throws as `tokenise` */
  find(
    tokenizer: FileTokenizer,
    query: Omit<Extract<PageTask, { kind: 'find' }>, 'kind'>,
    signal?: AbortSignal,
  ): Promise<TokenPage>;
}

/** Performs the work at once, in this thread: for processes that do nothing else, and for tests. */
export const workHere: PageWork = {
  ids: (tokenizer, task) => Promise.resolve().then(() => performTextTask(tokenizer, task)),
  tokenise: (tokenizer, text) => Promise.resolve().then(() => tokenise(tokenizer, text)),
  find: (tokenizer, { query, start, count }) =>
    Promise.resolve().then(() => findTokens(tokenizer, query, start, count)),
};
