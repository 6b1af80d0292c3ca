/** One measured or computed figure. Do not change names, so that runs can be compared over time. */
export interface BenchRow {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The range of a modelled figure: with the worst and the best plausible constants of the clock. */
  readonly low?: number;
  readonly high?: number;
  /** What it is compared with, if anything. */
  readonly other?: string;
  readonly otherValue?: number;
  /** value / otherValue. */
  readonly ratio?: number;
}

/** How the figures are determined. */
export interface BenchOptions {
  /** The EE program shows its menu, and somebody presses START. */
  readonly isInteractive: boolean;
}

/** How a figure is determined. */
export interface Bench {
  readonly name: string;
  run(options: BenchOptions): Promise<Omit<BenchRow, 'name'>>;
}

/** A figure with the one that it is compared with. */
export function compared(
  value: number,
  unit: string,
  other: string,
  otherValue: number,
): Omit<BenchRow, 'name'> {
  return { value, unit, other, otherValue, ratio: value / otherValue };
}
