import { cyclesPerSecond } from '../debug-adapter/targets/consoleMachine';
import type { ConsoleClient } from '../ps2/worker/consoleClient';
import type { RunEnd } from '../ps2/worker/messages';
import type { Call, Option } from './command';

/** Cycles between two looks at whether to stop and at what the program reports: far fewer events than its ring holds. */
const chunkCycles = 2_000_000;

/** Most seconds of the console's time that can be asked for: 11 days. */
const mostSeconds = 1_000_000;

export const secondsOption: Readonly<Record<'seconds', Option>> = {
  seconds: {
    value: 'N',
    help: "end an image or an ELF after N seconds of the console's time; the exit code is then 124",
  },
};

/** The console's time that --seconds gives a program, in cycles; without it there is no limit. @throws UsageError */
export function mostCyclesOf(call: Call): number {
  if (call.text('seconds') === undefined) return Infinity;
  return Math.round(call.number('seconds', 0, 0.000_001, mostSeconds) * cyclesPerSecond);
}

/** How a program on the built-in console ended; `time` is up when it did not. */
export interface ConsoleRun {
  readonly end: Exclude<RunEnd, { kind: 'budget' }> | { readonly kind: 'time' };
  readonly cycles: number;
}

/**
 * Runs a booted console until its program ends or the time is up.
 * @param pause called again and again, while the program stands still.
 */
export async function runConsole(
  client: ConsoleClient,
  signal: AbortSignal,
  mostCycles: number,
  pause: () => Promise<void> | undefined = () => undefined,
): Promise<ConsoleRun> {
  for (let left = mostCycles; ;) {
    signal.throwIfAborted();
    const { end, cycles } = await client.ask('run', { maxCycles: Math.min(chunkCycles, left) });
    await pause();
    if (end.kind !== 'budget') return { end, cycles };
    left = mostCycles - cycles;
    if (left <= 0) return { end: { kind: 'time' }, cycles };
  }
}

/** The sentence about a program whose time is up. */
export function outOfTime(program: string, cycles: number): string {
  return `${program} did not end within ${Number((cycles / cyclesPerSecond).toPrecision(6))} s of the console's time.`;
}

export const secondsOf = (cycles: number): string => (cycles / cyclesPerSecond).toFixed(2);
