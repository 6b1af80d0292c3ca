import type { OddsEvent, TraceEvent } from './events';

/** A token that the model could have chosen. */
export interface RankedToken {
  readonly id: number;
  readonly logit: number;
  /** Share under a softmax of all logits at temperature 1, before penalties. */
  readonly probability: number;
}

/** The `count` largest logits, descending, ties by ascending id. */
export function topTokens(logits: ArrayLike<number>, count: number): RankedToken[] {
  const { largest, sum } = softmaxOf(logits);
  const best: number[] = [];
  const isBefore = (a: number, b: number): boolean => {
    const difference = (logits[b] ?? 0) - (logits[a] ?? 0);
    return difference < 0 || (difference === 0 && a < b);
  };
  for (let id = 0; id < logits.length; id++) {
    const last = best[count - 1];
    if (last !== undefined && !isBefore(id, last)) continue;
    let at = Math.min(best.length, count - 1);
    for (let before = best[at - 1]; before !== undefined && isBefore(id, before); before = best[at - 1]) {
      best[at] = before;
      at--;
    }
    best[at] = id;
  }
  return best.map((id) => {
    const logit = logits[id] ?? 0;
    return { id, logit, probability: Math.exp(logit - largest) / sum };
  });
}

/** How likely a token was, and the most likely ones. */
interface TokenOdds {
  readonly probability: number;
  readonly candidates: readonly { readonly id: number; readonly probability: number }[];
}

/** Candidates that are kept of each token. */
export const keptCandidates = 5;

/**
 * @param chosen the id of the token that was sampled.
 * @returns undefined when the logits are no finite numbers.
 */
export function oddsOf(logits: ArrayLike<number>, chosen: number): TokenOdds | undefined {
  const { largest, sum } = softmaxOf(logits);
  if (!Number.isFinite(largest) || !Number.isFinite(sum)) return undefined;
  return {
    probability: Math.exp((logits[chosen] ?? -Infinity) - largest) / sum,
    candidates: topTokens(logits, keptCandidates).map(({ id, probability }) => ({ id, probability })),
  };
}

/** Events with the odds of a token behind it. */
export const withOdds = (
  events: readonly TraceEvent[],
  odds: OddsEvent | undefined,
): readonly TraceEvent[] =>
  odds === undefined
    ? events
    : events.flatMap((event) =>
        event.type === 'token' && event.position === odds.position ? [event, odds] : [event],
      );

/** The largest value and the sum of exp(value − largest). */
export function softmaxOf(logits: ArrayLike<number>): { readonly largest: number; readonly sum: number } {
  let largest = -Infinity;
  for (let id = 0; id < logits.length; id++) largest = Math.max(largest, logits[id] ?? 0);
  let sum = 0;
  for (let id = 0; id < logits.length; id++) sum += Math.exp((logits[id] ?? 0) - largest);
  return { largest, sum };
}
