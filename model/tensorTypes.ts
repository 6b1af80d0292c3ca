import type { TensorType } from './model';

/** Values of a `q4g32` matrix that share a scale. */
export const groupSize = 32;

export interface TensorTypeSpec {
  readonly bits: 32 | 8 | 4 | 2;
  /** The part of a matrix with one f32 scale. */
  readonly scales: 'none' | 'row' | 'group';
}

export const tensorTypes: Readonly<Record<TensorType, TensorTypeSpec>> = {
  f32: { bits: 32, scales: 'none' },
  q8: { bits: 8, scales: 'row' },
  q4: { bits: 4, scales: 'row' },
  q4g32: { bits: 4, scales: 'group' },
  ternary: { bits: 2, scales: 'row' },
};

/** How many scales a matrix has. */
export function scaleCount(type: TensorType, rows: number, cols: number): number {
  const { scales } = tensorTypes[type];
  if (scales === 'none') return 0;
  return scales === 'row' ? rows : Math.ceil((rows * cols) / groupSize);
}

/**
 * How many scales the rows `rowStart` … `rowStart + rows - 1` touch, and the index of the first value in its group of
 * 32 (0 for other types). Value i of the rows has scale ⌊(firstInGroup + i) / 32⌋ of these then.
 */
export function scalesOfRows(
  type: TensorType,
  rowStart: number,
  rows: number,
  cols: number,
): { readonly count: number; readonly firstInGroup: number } {
  if (tensorTypes[type].scales !== 'group') return { count: scaleCount(type, rows, cols), firstInGroup: 0 };
  const firstInGroup = (rowStart * cols) % groupSize;
  return { count: Math.ceil((firstInGroup + rows * cols) / groupSize), firstInGroup };
}

/** Bytes of `count` values that follow each other without a gap. */
export function packedBytes(type: TensorType, count: number): number {
  return Math.ceil((count * tensorTypes[type].bits) / 8);
}

/**
 * The integers in packed bytes: two's complement in 8 bits; 4 bits hold the value + 8, the first in the low half;
 * 2 bits hold 0 as 00, +1 as 01, −1 as 10 (11 is read as −1 too), the first in the lowest two.
 * @param first how many values of the first byte to skip.
 */
export function unpackIntegers(bits: 8 | 4 | 2, bytes: Uint8Array, first: number, count: number): Int8Array {
  if (bits === 8) return new Int8Array(new Uint8Array(bytes.subarray(first, first + count)).buffer);
  const values = new Int8Array(count);
  for (let i = 0; i < count; i++) {
    const at = first + i;
    if (bits === 4) {
      values[i] = (((bytes[at >> 1] ?? 0) >> ((at & 1) * 4)) & 15) - 8;
    } else {
      const code = ((bytes[at >> 2] ?? 0) >> ((at & 3) * 2)) & 3;
      values[i] = code === 0 ? 0 : code === 1 ? 1 : -1;
    }
  }
  return values;
}

/** The reverse of `unpackIntegers`; bits left over in the last byte are 0. */
export function packIntegers(bits: 8 | 4 | 2, values: Int8Array): Uint8Array {
  if (bits === 8) return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const bytes = new Uint8Array(Math.ceil((values.length * bits) / 8));
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    if (bits === 4) bytes[i >> 1] = (bytes[i >> 1] ?? 0) | ((value + 8) << ((i & 1) * 4));
    else bytes[i >> 2] = (bytes[i >> 2] ?? 0) | ((value < 0 ? 2 : value) << ((i & 3) * 2));
  }
  return bytes;
}
