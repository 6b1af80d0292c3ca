/** How long a target may show no progress in each kind of wait, in milliseconds. */
export const limits = {
  load: 120_000,
  launch: 120_000,
  pause: 15_000,
  dispose: 15_000,
  breakpoints: 10_000,
  checkpoint: 30_000,
} as const;
