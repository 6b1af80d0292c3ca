/** Statistics of many values. */
export interface Statistics {
  readonly count: number;
  readonly mean: number;
  /** Of the population, not of a sample: √(Σ(x − mean)² / count). */
  readonly deviation: number;
  readonly min: number;
  readonly max: number;
  /** √Σx² */
  readonly norm: number;
  readonly sum: number;
}

/** Collects values in pieces, so that a matrix need not be in memory as a whole. */
export class StatisticsCollector {
  private count = 0;
  private mean = 0;
  private squaredDistance = 0;
  private squares = 0;
  private sum = 0;
  private min = Infinity;
  private max = -Infinity;

  /** Welford's method, which stays exact for values far from zero. */
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

  /** undefined if nothing was added. */
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

/** The statistics of some values; undefined if there are none. */
export function statisticsOf(values: Iterable<number>): Statistics | undefined {
  const collector = new StatisticsCollector();
  collector.add(values);
  return collector.result();
}
