import type { Tensor } from '../model';
import { triangleValues } from '../tensorRows';
import { groupSize, packedBytes, scaleCount, tensorTypes } from '../tensorTypes';

/** The properties of a tensor that locate its bytes. */
export type TensorPlace = Pick<
  Tensor,
  'rows' | 'cols' | 'type' | 'scalesOffset' | 'dataOffset' | 'triangular'
>;

/** Half-open range of bytes of the file. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** A value of a tensor and the bits of one byte that hold it, or a part of it. */
export interface ValuePlace {
  /** Index among the stored values of the tensor. */
  readonly index: number;
  readonly row: number;
  readonly col: number;
  /** Lowest bit in the byte, and how many. */
  readonly bit: number;
  readonly bits: number;
}

/** How many values are stored; fewer than rows · cols for a triangle. */
export function storedValues({ rows, cols, triangular }: TensorPlace): number {
  return triangular ? triangleValues(rows) : rows * cols;
}

/** The bytes of the scales; undefined for a tensor without. */
export function scalesRange({ type, rows, cols, scalesOffset }: TensorPlace): ByteRange | undefined {
  if (scalesOffset === undefined) return undefined;
  return { start: scalesOffset, end: scalesOffset + 4 * scaleCount(type, rows, cols) };
}

/** The bytes of the values. */
export function valuesRange(tensor: TensorPlace): ByteRange {
  const { dataOffset, type } = tensor;
  return { start: dataOffset, end: dataOffset + packedBytes(type, storedValues(tensor)) };
}

/** Row and column of the stored value `index`. */
export function placeOfValue({ cols, triangular }: TensorPlace, index: number): { row: number; col: number } {
  if (!triangular) return { row: Math.floor(index / cols), col: index % cols };
  // The greatest row with its first value at or before the index: row · (row + 3) / 2 ≤ index.
  let row = Math.floor((Math.sqrt(9 + 8 * index) - 3) / 2);
  while (triangleValues(row + 1) <= index) row++;
  while (triangleValues(row) > index) row--;
  return { row, col: index - triangleValues(row) };
}

/** Index of the first stored value of a row, and how many the row has. */
export function valuesOfRow(
  { cols, triangular }: TensorPlace,
  row: number,
): { first: number; count: number } {
  return triangular ? { first: triangleValues(row), count: row + 2 } : { first: row * cols, count: cols };
}

/** The bytes that hold the stored values `first` … `first + count - 1`. */
export function rangeOfValues({ type, dataOffset }: TensorPlace, first: number, count: number): ByteRange {
  const { bits } = tensorTypes[type];
  return {
    start: dataOffset + Math.floor((first * bits) / 8),
    end: dataOffset + Math.ceil(((first + count) * bits) / 8),
  };
}

/** The bytes that hold the values of a row. */
export function rangeOfRow(tensor: TensorPlace, row: number): ByteRange {
  const { first, count } = valuesOfRow(tensor, row);
  return rangeOfValues(tensor, first, count);
}

/** The scale that a stored value is multiplied by; undefined for a tensor without scales. */
export function scaleOfValue(tensor: TensorPlace, index: number): number | undefined {
  const { scales } = tensorTypes[tensor.type];
  if (scales === 'none') return undefined;
  return scales === 'group' ? Math.floor(index / groupSize) : placeOfValue(tensor, index).row;
}

/** The four bytes of a scale. */
export function rangeOfScale({ scalesOffset }: TensorPlace, scale: number): ByteRange | undefined {
  if (scalesOffset === undefined) return undefined;
  return { start: scalesOffset + 4 * scale, end: scalesOffset + 4 * scale + 4 };
}

/** The stored values of a scale: a row, or a group of 32 of the whole matrix. */
export function valuesOfScale(tensor: TensorPlace, scale: number): { first: number; count: number } {
  if (tensorTypes[tensor.type].scales !== 'group') return valuesOfRow(tensor, scale);
  const first = scale * groupSize;
  return { first, count: Math.min(groupSize, storedValues(tensor) - first) };
}

/** The values in a byte, ordered from the lowest bits. */
export function valuesInByte(tensor: TensorPlace, offset: number): ValuePlace[] {
  const { bits } = tensorTypes[tensor.type];
  const byte = offset - tensor.dataOffset;
  if (bits === 32) {
    const index = Math.floor(byte / 4);
    return [{ index, ...placeOfValue(tensor, index), bit: 0, bits: 8 }];
  }
  const perByte = 8 / bits;
  const first = byte * perByte;
  const count = Math.min(perByte, storedValues(tensor) - first);
  return Array.from({ length: count }, (_, i) => ({
    index: first + i,
    ...placeOfValue(tensor, first + i),
    bit: i * bits,
    bits,
  }));
}
