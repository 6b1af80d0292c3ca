import type { TraceEvent } from '../../model/trace/events';
import type { SessionToken } from '../../model/trace/session';
import type { Tokenizer } from '../../model/tokenizer/tokenizer';

/** `403 "Once"`, or `403` without a tokenizer. */
export function formatToken(tokenizer: Tokenizer | undefined, id: number): string {
  const text = tokenText(tokenizer, id);
  return text === undefined ? String(id) : `${id} ${JSON.stringify(text)}`;
}

/** The text of a token; undefined without a tokenizer that has it. */
export function tokenText(tokenizer: Tokenizer | undefined, id: number): string | undefined {
  if (!tokenizer || id < 0 || id >= tokenizer.vocabSize) return undefined;
  return new TextDecoder().decode(tokenizer.bytesOf(id));
}

/** A line that shows the prompt. */
export function promptLine(tokenizer: Tokenizer | undefined, prompt: readonly number[]): string {
  const count = `${prompt.length} ${prompt.length === 1 ? 'token' : 'tokens'}`;
  return tokenizer
    ? `Prompt, ${count}: ${tokenizer.decode(prompt)}`
    : `Prompt, ${count}: ${prompt.join(' ')}`;
}

/** A line that shows the text that a program has written so far. */
export function textLine(tokenizer: Tokenizer | undefined, tokens: readonly number[]): string {
  const count = `${tokens.length} ${tokens.length === 1 ? 'token' : 'tokens'}`;
  return `Text so far, ${count}: ${tokenizer ? tokenizer.decode(tokens) : tokens.join(' ')}`;
}

/** A token with its text, if the tokenizer has it. */
export function namedToken(tokenizer: Tokenizer | undefined, id: number): SessionToken {
  const text = tokenText(tokenizer, id);
  return text === undefined ? { id } : { id, text };
}

/** An event with the texts of its tokens, because the views have no tokenizer. */
export function withText(event: TraceEvent, tokenizer: Tokenizer | undefined): TraceEvent {
  if (event.type === 'token') return { ...event, ...namedToken(tokenizer, event.id) };
  if (event.type !== 'odds') return event;
  const candidates = event.candidates.map((one) => ({ ...one, ...namedToken(tokenizer, one.id) }));
  return { ...event, candidates };
}
