import { operationMs } from '../../model/plan/computeTime';
import type { Plan } from '../../model/plan/plan';
import { cyclesPerSecond } from './consoleMachine';

/** About 20 ms of host time, in which a program reports far fewer events than the ring holds. */
export const mostLookCycles = 2_000_000;
/** A look takes about as long as the console needs for this many. */
const leastLookCycles = 50_000;

/**
 * Cycles between two looks at the mailbox of a program that runs this plan. There is more than one look for each token, so
 * that it is seen before the next pass overwrites its logits.
 */
export function lookCyclesOf(plan: Plan): number {
  // A token that waits for the disc takes longer than that.
  if (plan.described || plan.reads.some(({ preload }) => !preload)) return mostLookCycles;
  const tokenMs = plan.operations.reduce((sum, operation) => sum + operationMs(plan, operation, 1), 0);
  const third = Math.floor((tokenMs / 3000) * cyclesPerSecond);
  return Math.min(mostLookCycles, Math.max(leastLookCycles, third));
}
