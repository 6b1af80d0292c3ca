import { groupSize, tensorTypes, unpackIntegers } from '../tensorTypes';
import type { WeightRows } from './floatUnit';

/** Columns `start` … `end - 1` of a row, which share the scale at the EE address `scale`. */
export interface ScaledColumns {
  readonly scale: number;
  readonly start: number;
  readonly end: number;
}

/** The integers of row `row`, [cols]. @param ram bytes from EE address 0. @throws RangeError for rows of floats. */
export function integersOf(
  { type, data, stride, cols }: WeightRows,
  row: number,
  ram: Uint8Array,
): Int8Array {
  const { bits } = tensorTypes[type];
  if (bits === 32) throw new RangeError('Rows of floats have no integers.');
  const start = data + row * stride;
  // Without a copy, because every Q8 matrix uses this path.
  if (bits === 8) return new Int8Array(ram.buffer, ram.byteOffset + start, cols);
  return unpackIntegers(bits, ram.subarray(start, start + stride), 0, cols);
}

/** The scales of row `row` with their columns, ascending: one, or one for each group that the row touches. */
export function scaledColumns(weights: WeightRows, row: number): ScaledColumns[] {
  const { type, scales, cols, firstInGroup } = weights;
  if (tensorTypes[type].scales === 'row') return [{ scale: scales + row * 4, start: 0, end: cols }];
  const columns: ScaledColumns[] = [];
  const first = firstInGroup + row * cols;
  for (let start = 0; start < cols;) {
    const group = Math.floor((first + start) / groupSize);
    const end = Math.min(cols, (group + 1) * groupSize - first);
    columns.push({ scale: scales + group * 4, start, end });
    start = end;
  }
  return columns;
}
