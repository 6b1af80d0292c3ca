/** One measured or computed figure. Names are kept, so that runs can be compared over time. */
export interface BenchRow {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What it is compared with, where two things are. */
  readonly other?: string;
  readonly otherValue?: number;
  /** value / otherValue. */
  readonly ratio?: number;
}

/** How one figure is come by. */
export interface Bench {
  readonly name: string;
  run(): Promise<Omit<BenchRow, 'name'>>;
}

/** A figure beside the one that it is compared with. */
export function compared(
  value: number,
  unit: string,
  other: string,
  otherValue: number,
): Omit<BenchRow, 'name'> {
  return { value, unit, other, otherValue, ratio: value / otherValue };
}
