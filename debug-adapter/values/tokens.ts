import type { TraceEvent } from '../../model/trace/events';
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

/** A candidate for the next token. */
export interface RankedToken {
  readonly id: number;
  readonly logit: number;
  /** Share under a softmax of all logits at temperature 1. */
  readonly probability: number;
}

/** The `count` largest logits, descending, ties by ascending id. */
export function topTokens(logits: Float64Array, count: number): RankedToken[] {
  const largest = logits.reduce((most, logit) => Math.max(most, logit), -Infinity);
  const sum = logits.reduce((total, logit) => total + Math.exp(logit - largest), 0);
  return Array.from(logits.keys())
    .sort((a, b) => (logits[b] ?? 0) - (logits[a] ?? 0) || a - b)
    .slice(0, count)
    .map((id) => {
      const logit = logits[id] ?? 0;
      return { id, logit, probability: Math.exp(logit - largest) / sum };
    });
}

/** The event of a token with its text, because the views have no tokenizer. */
export function withText(event: TraceEvent, tokenizer: Tokenizer | undefined): TraceEvent {
  if (event.type !== 'token') return event;
  const text = tokenText(tokenizer, event.id);
  return text === undefined ? event : { ...event, text };
}
