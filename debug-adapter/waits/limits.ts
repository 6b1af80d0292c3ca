/** Limits of the waits for a target, in milliseconds. */
export const limits = {
  load: 120_000,
  launch: 120_000,
  pause: 10_000,
  dispose: 10_000,
  breakpoints: 10_000,
  checkpoint: 15_000,
} as const;
