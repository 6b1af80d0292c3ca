import type { Culprit, Verdict } from './culprit';
import { inputVerdict } from './inputTests';
import { recomputedVerdict } from './recomputedTests';
import { resultVerdict, scaledVerdict } from './resultTests';
import { weightVerdict } from './weightTests';

/**
 * Why an operation computed something else: by what the target has in RAM and on its disc, by the form of the
 * difference, and by computing the operation in the ways in which it may have gone wrong.
 */
export async function diagnose(culprit: Culprit): Promise<Verdict> {
  const { operation } = culprit;
  return (
    (await inputVerdict(culprit)) ??
    (await weightVerdict(culprit)) ??
    resultVerdict(culprit) ??
    (await recomputedVerdict(culprit)) ??
    scaledVerdict(culprit) ?? {
      kind: 'unknown',
      words: `${operation.id} computed something else from its inputs than the reference does, and no test explains it.`,
    }
  );
}
