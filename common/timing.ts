/**
 * How the built-in console counts time. `instructions`: one cycle an instruction, fast, for debugging. The others model
 * pipeline, caches and bus: with the constants that are expected, and with the best and the worst that are plausible.
 */
export const timings = ['instructions', 'central', 'optimistic', 'strict'] as const;
export type Timing = (typeof timings)[number];

/** What each means, as users read it. */
export const timingMeanings: Readonly<Record<Timing, string>> = {
  instructions: 'each instruction takes one cycle: fast, and not the time of a console',
  central: 'pipeline, caches and bus are modelled, with the constants that are expected',
  optimistic: 'the same with the best plausible constants',
  strict: 'the same with the worst plausible constants',
};

/** A timing that models the processor. */
export type ModelledTiming = Exclude<Timing, 'instructions'>;

export const isModelled = (timing: Timing): timing is ModelledTiming => timing !== 'instructions';
