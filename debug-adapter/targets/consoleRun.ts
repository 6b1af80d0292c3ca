import type { ConsoleClient } from '../../ps2/worker/consoleClient';
import type { RunEnd } from '../../ps2/worker/messages';

/** Cycles between two checks for a stop and for new events. They produce far fewer events than the ring holds. */
const chunkCycles = 2_000_000;

/** How a program on the built-in console ended; `time` if its time was up first, `reported` if it said so itself. */
export interface ConsoleRun {
  readonly end: Exclude<RunEnd, { kind: 'budget' }> | { readonly kind: 'time' | 'reported' };
  readonly cycles: number;
}

/**
 * Runs a booted console until its program ends or the time is up.
 * @param pause called repeatedly, each time while the program is paused. @returns true if the program has reported its end.
 */
export async function runConsole(
  client: ConsoleClient,
  signal: AbortSignal,
  mostCycles: number,
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
