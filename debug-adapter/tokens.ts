import type { Tokenizer } from '../model/tokenizer/tokenizer';

/** `403 "Once"`, or `403` without a tokenizer. */
export function formatToken(tokenizer: Tokenizer | undefined, id: number): string {
  if (!tokenizer || id < 0 || id >= tokenizer.vocabSize) return String(id);
  return `${id} ${JSON.stringify(new TextDecoder().decode(tokenizer.bytesOf(id)))}`;
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
