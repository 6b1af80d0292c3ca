import type { ModelledTiming } from '../../common/timing';
import type { ClockConstants } from './constants';
import { resourceCount } from './resources';

/** Lines of the caches; both have two ways of 64 bytes. */
export const dataSets = 64;
export const instructionSets = 128;
/** Entries of the branch predictor. */
export const predictorEntries = 64;

/** Fields of `times`: cycles since the program's start. */
export const time = {
  /** The newest instruction started. */
  last: 0,
  /** Nothing starts before: a miss, a blocking load or a wrong prediction. */
  resume: 1,
  /** The divider of the floating-point unit, and that of VU0, are free. */
  floatDivider: 2,
  vectorDivider: 3,
  /** The multipliers are free. */
  multiplier0: 4,
  multiplier1: 5,
  /** The integer pipes are free. */
  pipe0: 6,
  pipe1: 7,
  /** The buffer of uncached stores is empty. */
  storesDone: 8,
  /** DMA next needs the scratchpad. */
  scratchpadTaken: 9,
  /** The line that a prefetch brings is there. */
  prefetched: 10,
} as const;
export const timeCount = 11;

/** Fields of `places`: lines of memory plus one, so that 0 is none; and the newest instruction. */
export const place = {
  /** The line of 64 bytes that instructions come from. */
  fetched: 0,
  /** Lines of 128 bytes in the buffers of uncached accelerated loads and stores. */
  acceleratedLoad: 1,
  acceleratedStore: 2,
  /** The word of the newest instruction, and whether another one may start with it. */
  word: 3,
  isPairable: 4,
  /** The line of 64 bytes that the newest prefetch brings. */
  prefetching: 5,
} as const;
export const placeCount = 6;

/** Everything that a modelled timing remembers. Plain data, part of the machine's state. */
export interface ClockState {
  readonly timing: ModelledTiming;
  readonly constants: ClockConstants;
  /** By resource: the cycle from which it can be read. */
  readonly ready: Float64Array;
  readonly times: Float64Array;
  readonly places: Int32Array;
  /** Ways of each set: 0, or a line plus one, times 2, plus 1 if it was changed. */
  readonly dataTags: Int32Array;
  /** The way of each set that is filled next. */
  readonly dataNext: Uint8Array;
  readonly instructionTags: Int32Array;
  readonly instructionNext: Uint8Array;
  /** By entry: index of the branch plus one, its target, and 0 to 3 for never to always taken. */
  readonly branches: Int32Array;
}

/** A processor with empty caches at a cycle. */
export function newClock(timing: ModelledTiming, constants: ClockConstants, now: number): ClockState {
  const times = new Float64Array(timeCount);
  times[time.last] = now;
  return {
    timing,
    constants,
    ready: new Float64Array(resourceCount),
    times,
    places: new Int32Array(placeCount),
    dataTags: new Int32Array(dataSets * 2),
    dataNext: new Uint8Array(dataSets),
    instructionTags: new Int32Array(instructionSets * 2),
    instructionNext: new Uint8Array(instructionSets),
    branches: new Int32Array(predictorEntries * 3),
  };
}
