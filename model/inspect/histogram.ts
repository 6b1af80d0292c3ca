/** A histogram of values. */
export interface Histogram {
  /** Lower end of the first bar, and upper end of the last. */
  readonly from: number;
  readonly to: number;
  readonly counts: readonly number[];
}

const bars = 128;

/**
 * Counts values without knowing their range in advance: equal bars cover −r … r, where r is a power of two. A larger
 * value doubles r and merges pairs of bars, so every value stays in the right bar.
 */
export class HistogramCounter {
  private counts = new Float64Array(bars);
  private range = 0;
  private zeros = 0;

  add(value: number): void {
    const size = Math.abs(value);
    if (!(size < Infinity)) return;
    if (this.range === 0) {
      // Zero alone does not determine the range.
      if (size === 0) {
        this.zeros++;
        return;
      }
      this.range = 2 ** Math.ceil(Math.log2(size));
      this.counts[bars / 2] = this.zeros;
    }
    while (size > this.range || value === this.range) this.double();
    // Exact in this order, because the range is a power of two.
    const bar = Math.floor((value / this.range) * (bars / 2)) + bars / 2;
    this.counts[bar] = (this.counts[bar] ?? 0) + 1;
  }

  /** The bars from the first to the last non-empty one. */
  get histogram(): Histogram {
    if (this.range === 0) return { from: 0, to: 0, counts: this.zeros === 0 ? [] : [this.zeros] };
    const first = this.counts.findIndex((count) => count > 0);
    const last = this.counts.findLastIndex((count) => count > 0);
    const at = (bar: number): number => (bar / (bars / 2) - 1) * this.range;
    return { from: at(first), to: at(last + 1), counts: [...this.counts.subarray(first, last + 1)] };
  }

  private double(): void {
    const counts = new Float64Array(bars);
    this.counts.forEach((count, bar) => {
      const wider = bars / 4 + (bar >> 1);
      counts[wider] = (counts[wider] ?? 0) + count;
    });
    this.counts = counts;
    this.range *= 2;
  }
}
