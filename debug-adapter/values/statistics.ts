/** What sums up many values for a person. */
export interface Statistics {
  readonly count: number;
  readonly mean: number;
  /** Of the whole, not of a sample: √(Σ(x − mean)² / count). */
  readonly deviation: number;
  readonly min: number;
  readonly max: number;
  /** √Σx² */
  readonly norm: number;
  readonly sum: number;
}

/** Collects values that come in pieces, so that a matrix need not be in memory as a whole. */
export class StatisticsCollector {
  private count = 0;
  private mean = 0;
  private squaredDistance = 0;
  private squares = 0;
  private sum = 0;
  private min = Infinity;
  private max = -Infinity;

  /** Welford's method, which does not lose the deviation of values that lie far from zero. */
  add(values: Iterable<number>): void {
    for (const value of values) {
      this.count++;
      const distance = value - this.mean;
      this.mean += distance / this.count;
      this.squaredDistance += distance * (value - this.mean);
      this.squares += value * value;
      this.sum += value;
      if (value < this.min) this.min = value;
      if (value > this.max) this.max = value;
    }
  }

  /** undefined when nothing was added. */
  result(): Statistics | undefined {
    if (this.count === 0) return undefined;
    return {
      count: this.count,
      mean: this.mean,
      deviation: Math.sqrt(this.squaredDistance / this.count),
      min: this.min,
      max: this.max,
      norm: Math.sqrt(this.squares),
      sum: this.sum,
    };
  }
}

/** The statistics of values at hand; undefined of none. */
export function statisticsOf(values: Iterable<number>): Statistics | undefined {
  const collector = new StatisticsCollector();
  collector.add(values);
  return collector.result();
}
