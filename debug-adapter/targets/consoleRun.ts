import type { Plan } from '../../model/plan/plan';
import type { ConsoleClient } from '../../ps2/worker/consoleClient';
import type { RunEnd } from '../../ps2/worker/messages';

/** The most cycles between two looks at a program: about 20 ms of host time, far fewer events than the ring holds. */
export const mostChunkCycles = 2_000_000;
const leastChunkCycles = 20_000;
/** The EE program takes more cycles than this for each weight of a pass, in any layout and arithmetic. */
const leastCyclesPerWeight = 0.25;

/**
 * Cycles between two looks at a program. The logits of a token stand in RAM until the next pass computes its own, so the
 * program is looked at before that.
 * @param plan absent for a program that has none
 */
export function chunkCyclesOf(plan?: Pick<Plan, 'operations' | 'matrices' | 'reads' | 'described'>): number {
  // A pass that waits for the disc takes longer than any chunk.
  if (plan === undefined || plan.reads.some(({ preload }) => !preload)) return mostChunkCycles;
  // The matrices that a program of its own multiplies with are not known, so nor is the length of its pass.
  if (plan.described !== undefined) return mostChunkCycles;
  const weights = plan.operations.reduce((sum, { kind, matrix: index, tail }) => {
    const matrix = kind === 'matmul' && !tail && index !== undefined ? plan.matrices[index] : undefined;
    return matrix === undefined ? sum : sum + matrix.rows * matrix.cols;
  }, 0);
  return Math.min(mostChunkCycles, Math.max(leastChunkCycles, Math.floor(weights * leastCyclesPerWeight)));
}

/** How a program on the built-in console ended; `time` if its time was up first, `reported` if it said so itself. */
export interface ConsoleRun {
  readonly end: Exclude<RunEnd, { kind: 'budget' }> | { readonly kind: 'time' | 'reported' };
  readonly cycles: number;
}

/** How long a console runs, and how long between two pauses (`chunkCyclesOf`). */
export interface RunLimits {
  readonly signal: AbortSignal;
  readonly mostCycles: number;
  readonly chunkCycles?: number;
}

/**
 * Runs a booted console until its program ends or the time is up.
 * @param pause called repeatedly, each time while the program is paused. @returns true if the program has reported its end.
 */
export async function runConsole(
  client: ConsoleClient,
  { signal, mostCycles, chunkCycles = mostChunkCycles }: RunLimits,
  pause: () => Promise<boolean> = () => Promise.resolve(false),
): Promise<ConsoleRun> {
  for (let left = mostCycles; ;) {
    signal.throwIfAborted();
    const { end, cycles } = await client.ask('run', { maxCycles: Math.min(chunkCycles, left) });
    const hasEnded = await pause();
    if (end.kind !== 'budget') return { end, cycles };
    if (hasEnded) return { end: { kind: 'reported' }, cycles };
    left = mostCycles - cycles;
    if (left <= 0) return { end: { kind: 'time' }, cycles };
  }
}
