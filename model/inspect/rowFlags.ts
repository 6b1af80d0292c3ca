import type { TensorType } from '../model';
import { floatsOfRows, type StoredRows } from '../tensorRows';

/** Unusual rows: how many, and the first few. */
export interface FlaggedRows {
  readonly count: number;
  readonly first: readonly number[];
}

/** How many are listed. */
const mostNamed = 8;

/** Collects rows of one kind. */
export class RowFlag {
  private count = 0;
  private readonly first: number[] = [];

  add(row: number): void {
    this.count++;
    if (this.first.length < mostNamed) this.first.push(row);
  }

  get rows(): FlaggedRows {
    return { count: this.count, first: this.first };
  }
}

/** The largest magnitude of an integer type; undefined if every value except 0 has it. */
export function largestInteger(type: TensorType): number | undefined {
  if (type === 'q8') return 127;
  return type === 'q4' || type === 'q4g32' ? 7 : undefined;
}

/**
 * The row counts as saturated above this share of values at the largest integer. Every row has at least one, because
 * the scale is computed from it; evenly spread weights would have 1 % (Q8) or 14 % (Q4).
 */
export const saturatedShare: Readonly<Partial<Record<TensorType, number>>> = {
  q8: 0.05,
  q4: 0.25,
  q4g32: 0.25,
};

/** One row, as floats and, if quantised, as integers. */
export interface RowValues {
  readonly floats: Float32Array;
  readonly integers?: Int8Array;
}

/** Splits values into rows. */
export function rowsOf(stored: StoredRows, rows: number, cols: number): RowValues[] {
  const floats = floatsOfRows(stored, cols);
  return Array.from({ length: rows }, (_, row) => {
    const from = row * cols;
    return {
      floats: floats.subarray(from, from + cols),
      ...(stored.type !== 'f32' && { integers: stored.values.subarray(from, from + cols) }),
    };
  });
}
