import { cyclesPerSecond } from '../debug-adapter/targets/consoleMachine';
import type { ConsoleClient } from '../ps2/worker/consoleClient';
import type { RunEnd } from '../ps2/worker/messages';
import type { Call, Option } from './command';

/** Cycles between two checks for a stop and for new events. They produce far fewer events than the ring holds. */
const chunkCycles = 2_000_000;

/** The most seconds of console time that can be requested: 11 days. */
const mostSeconds = 1_000_000;

export const secondsOption: Readonly<Record<'seconds', Option>> = {
  seconds: {
    value: 'N',
    help: 'stop an image or an ELF after N seconds of console time, with exit code 124',
  },
};

/** The console time limit from --seconds, in cycles. Default: no limit. @throws UsageError when it is not valid. */
export function mostCyclesOf(call: Call): number {
  if (call.text('seconds') === undefined) return Infinity;
  return Math.round(call.number('seconds', 0, 0.000_001, mostSeconds) * cyclesPerSecond);
}

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

/** The message for a program whose time is up. */
export function outOfTime(program: string, cycles: number): string {
  return `${program} did not end within ${Number((cycles / cyclesPerSecond).toPrecision(6))} s of console time.`;
}

export const secondsOf = (cycles: number): string => (cycles / cyclesPerSecond).toFixed(2);
