import type { TensorType } from '../model';
import { floatsOfRows, type StoredRows } from '../tensorRows';

/** Rows that something is odd about: how many, and the first few. */
export interface FlaggedRows {
  readonly count: number;
  readonly first: readonly number[];
}

/** How many are named. */
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

/** The magnitude beyond which an integer type holds nothing; undefined where every value but 0 has it. */
export function largestInteger(type: TensorType): number | undefined {
  if (type === 'q8') return 127;
  return type === 'q4' || type === 'q4g32' ? 7 : undefined;
}

/**
 * Share of a row's values at the largest integer above which the row counts as saturated. A row has at least one there,
 * since the scale is made from it; evenly spread weights would have 1 % (Q8) or 14 % (Q4).
 */
export const saturatedShare: Readonly<Partial<Record<TensorType, number>>> = {
  q8: 0.05,
  q4: 0.25,
  q4g32: 0.25,
};

/** One row of what was read, as floats and, where it is quantised, as integers. */
export interface RowValues {
  readonly floats: Float32Array;
  readonly integers?: Int8Array;
}

/** Cuts what was read into rows. */
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
