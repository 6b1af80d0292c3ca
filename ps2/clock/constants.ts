import type { ModelledTiming } from '../../common/timing';

/** How much is known about a constant. */
type Certainty =
  /** Measured on a console, as its source says. */
  | 'console'
  /** Sony's or Toshiba's manual, as quoted in public. */
  | 'manual'
  /** The table of an emulator. */
  | 'emulator'
  /** Nobody has published it: expected for the stated reason. */
  | 'assumed';

/** One constant of the clock, in cycles of the EE (294.912 MHz) unless its meaning says otherwise. */
export interface ClockConstant extends Readonly<Record<ModelledTiming, number>> {
  readonly meaning: string;
  readonly source: string;
  readonly certainty: Certainty;
}

const tests = 'DobieStation, after tests on a console';

/**
 * Every constant of the modelled timings. Latencies and pipes of instructions are in the instruction table (ee/), which
 * the assembly help shows, too.
 */
export const clockConstants = {
  loadUse: {
    meaning: 'a load that hits the cache until its result can be used',
    ...{ optimistic: 1, central: 2, strict: 2 },
    source: 'DobieStation and GCC say 1; other descriptions of the pipeline 2',
    certainty: 'assumed',
  },
  multiplyEvery: {
    meaning:
      'from one multiplication or multiply-add of a multiplier to the next, accumulating ones included',
    ...{ optimistic: 2, central: 2, strict: 4 },
    source: 'DobieStation and GCC: 2; 4 if each multiply-add waits for the last one',
    certainty: 'emulator',
  },
  multiplyHolds: {
    meaning: 'how long a multiplication holds its integer pipes after the cycle in which it starts',
    ...{ optimistic: 0, central: 0, strict: 1 },
    source: 'Toshiba TX7901 manual: a unit beside the pipes; GCC reserves them for 1 more cycle',
    certainty: 'assumed',
  },
  branchMiss: {
    meaning: 'a branch that was predicted wrong',
    ...{ optimistic: 2, central: 3, strict: 4 },
    source: 'length of the pipeline',
    certainty: 'assumed',
  },
  dataMiss: {
    meaning: 'a load or store that misses the data cache: 64 bytes',
    ...{ optimistic: 43, central: 43, strict: 43 },
    source: tests,
    certainty: 'console',
  },
  dirtyVictim: {
    meaning: 'in addition, if the line that leaves the cache was changed',
    ...{ optimistic: 8, central: 8, strict: 8 },
    source: '2 cycles a quadword of a write to RAM',
    certainty: 'assumed',
  },
  instructionMiss: {
    meaning: 'a miss of the instruction cache: 64 bytes',
    ...{ optimistic: 40, central: 40, strict: 40 },
    source: tests,
    certainty: 'console',
  },
  uncachedLoad: {
    meaning: 'a load from RAM past the cache, or from a register of the hardware',
    ...{ optimistic: 35, central: 35, strict: 35 },
    source: tests,
    certainty: 'console',
  },
  uncachedStore: {
    meaning: 'a store past the cache, which a buffer of 8 entries hides',
    ...{ optimistic: 8, central: 8, strict: 8 },
    source: '2 cycles a quadword of a write to RAM, and the way there',
    certainty: 'assumed',
  },
  acceleratedLoad: {
    meaning: 'filling the 128 bytes of the uncached accelerated buffer',
    ...{ optimistic: 49, central: 49, strict: 49 },
    source: "EE Core User's Manual for the buffer; an uncached load and 7 more quadwords",
    certainty: 'assumed',
  },
  acceleratedStore: {
    meaning: 'emptying the 128 bytes of the buffer that gathers uncached accelerated stores',
    ...{ optimistic: 16, central: 16, strict: 16 },
    source: '2 cycles a quadword of a write to RAM',
    certainty: 'assumed',
  },
  dmaSlice: {
    meaning: 'a DMA slice of up to 128 bytes between RAM and the scratchpad',
    ...{ optimistic: 32, central: 40, strict: 48 },
    source:
      "PCSX2's developers, 2010: RAM gives 40 % of the bus's peak; misses of the cache suggest 32 to 48",
    certainty: 'assumed',
  },
  missWaits: {
    meaning:
      'what a miss waits for while a DMA channel has the bus: 0 nothing, 1 the slice, 2 the whole burst',
    ...{ optimistic: 0, central: 1, strict: 2 },
    source: "EE User's Manual: a burst keeps the bus, except with cycle stealing",
    certainty: 'assumed',
  },
  scratchpadConflict: {
    meaning: 'a load or store of the scratchpad for each quadword that DMA moves there at the same time',
    ...{ optimistic: 0, central: 0, strict: 1 },
    source: 'no public measurement',
    certainty: 'assumed',
  },
} as const satisfies Readonly<Record<string, ClockConstant>>;

export type ClockConstantName = keyof typeof clockConstants;

/** The values of one timing. */
export type ClockConstants = Readonly<Record<ClockConstantName, number>>;

/** The constants of a timing; `measured` ones replace those of the table. */
export function constantsOf(timing: ModelledTiming, measured: Partial<ClockConstants> = {}): ClockConstants {
  const entries = Object.entries(clockConstants).map(([name, row]) => [name, row[timing]]);
  return { ...(Object.fromEntries(entries) as ClockConstants), ...measured };
}
