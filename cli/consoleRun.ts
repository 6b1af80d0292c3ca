import { isModelled, timings, type Timing } from '../common/timing';
import { clockProvenance, provenanceLabel } from '../targets/provenance';
import { cyclesPerSecond } from '../debug-adapter/targets/consoleMachine';
import type { Call, Option } from './command';

/** The most seconds of console time that can be requested: 11 days. */
export const mostSeconds = 1_000_000;

export const secondsOption: Readonly<Record<'seconds', Option>> = {
  seconds: {
    value: 'N',
    help: 'stop an image or an ELF after N seconds of console time, with exit code 124',
  },
};

export const timingOption: Readonly<Record<'timing', Option>> = {
  timing: {
    value: timings.join('|'),
    help: 'how the built-in console counts time; all but the first model pipeline, caches and bus, and run slower',
  },
};

/** How time is counted, from --timing. @throws UsageError when it is not valid. */
export const timingOf = (call: Call): Timing => call.choice('timing', timings);

/** Console time of a run, as shown: `3.20 s of console time, modelled (central)`. */
export const consoleTime = (cycles: number, timing: Timing): string =>
  `${secondsOf(cycles)} s of console time${isModelled(timing) ? `, ${provenanceLabel(clockProvenance(timing))}` : ''}`;

/** The console time limit from --seconds, in cycles. Default: no limit. @throws UsageError when it is not valid. */
export function mostCyclesOf(call: Call): number {
  if (call.text('seconds') === undefined) return Infinity;
  return Math.round(call.number('seconds', 0, 0.000_001, mostSeconds) * cyclesPerSecond);
}

/** The message for a program whose time is up. */
export function outOfTime(program: string, cycles: number): string {
  return `${program} did not end within ${Number((cycles / cyclesPerSecond).toPrecision(6))} s of console time.`;
}

export const secondsOf = (cycles: number): string => (cycles / cyclesPerSecond).toFixed(2);
