export interface ScheduleOptions {
  readonly steps: number;
  /** Steps over which the rate rises to its peak. */
  readonly warmup: number;
  /** The share of the steps, at the end, over which it falls to 0. */
  readonly decay: number;
  readonly peak: number;
}

/**
 * The learning rate of a step, counted from 1: warm-up, stable, decay (Hu et al., 2024). Until the decay starts
 * nothing depends on the number of steps, so a run can be extended.
 */
export function learningRate(step: number, { steps, warmup, decay, peak }: ScheduleOptions): number {
  const left = (steps + 1 - step) / Math.max(1, decay * steps);
  return peak * Math.max(0, Math.min(1, step / warmup, left));
}

/** The learning rate of a step in two consecutive schedules. */
export function rateOfCourses(step: number, first: ScheduleOptions, second: ScheduleOptions): number {
  return step <= first.steps ? learningRate(step, first) : learningRate(step - first.steps, second);
}
