import { bytesOfFloats } from '../../common/littleEndian';
import type { TensorType } from '../model';
import type { StoredRows } from '../tensorRows';
import {
  groupSize,
  packIntegers,
  packedBytes,
  scalesOfRows,
  tensorTypes,
  unpackIntegers,
} from '../tensorTypes';
import type { MatrixPart } from './plan';
import { align, cacheLine, quadword } from './units';

/**
 * Where each value and each scale of a matrix stands in its parts, in WEIGHTS.BIN and in RAM: docs/plan.md, "Tiles: rows
 * and bands". Nothing else on the PC knows it.
 */
export type Arrangement = 'rows' | 'bands';

/** What the place of a value depends on, besides its part. */
export interface StoredShape {
  readonly type: TensorType;
  readonly cols: number;
  readonly arrangement: Arrangement;
}

/** The part of a matrix that holds a row. */
export type PartPlace = Pick<MatrixPart, 'rowStart' | 'dataOffset' | 'stride'>;

/** Bits that hold a value, in a byte counted from the start of its part. A float begins at this byte and has four. */
interface ElementPlace {
  readonly byte: number;
  readonly shift: number;
  readonly bits: number;
}

/** Columns `start` … `end - 1` of a row, whose scale is `scale` bytes from the start of the part. */
export interface ScaledColumns {
  readonly scale: number;
  readonly start: number;
  readonly end: number;
}

/** Rows that are stored together, `stride` bytes from one such set to the next. */
export const unitRows: Readonly<Record<Arrangement, number>> = { rows: 1, bands: 4 };

const bandRows = unitRows.bands;
const floatBytes = 4;

/** The layout of the values of a band. */
interface BandShape {
  /** Values in a byte; they are two columns apart. */
  readonly fields: number;
  readonly bits: 8 | 4 | 2;
  /** What is added to a value, so that its code is unsigned. */
  readonly bias: number;
  /** Bytes of the values; the scales follow. */
  readonly valueBytes: number;
  /** Quadwords of scales. */
  readonly slots: number;
}

/** @throws RangeError for floats, which have no bands. */
export function bandShape(type: TensorType, cols: number): BandShape {
  const { bits, scales } = tensorTypes[type];
  if (bits === 32) throw new RangeError('A matrix of floats has no bands.');
  const fields = 8 / bits;
  const padded = align(cols, 4 * fields);
  return {
    fields,
    bits,
    bias: bits === 2 ? 1 : 1 << (bits - 1),
    valueBytes: (padded * bits) / 2,
    slots:
      scales === 'group' ? Math.ceil((cols + groupSize - commonDivisor(cols, groupSize)) / groupSize) : 1,
  };
}

/** The size of a part and of what it consists of. */
export function partShape(
  { type, cols, arrangement }: StoredShape,
  rowStart: number,
  rows: number,
): Pick<MatrixPart, 'dataOffset' | 'stride' | 'bytes'> {
  if (arrangement === 'bands') {
    const { valueBytes, slots } = bandShape(type, cols);
    const stride = valueBytes + slots * quadword;
    return { dataOffset: 0, stride, bytes: Math.ceil(rows / bandRows) * stride };
  }
  // Each row begins on a new byte, even if the model file packs values across the ends of rows.
  const stride = align(packedBytes(type, cols), quadword);
  const dataOffset = align(scalesOfRows(type, rowStart, rows, cols).count * floatBytes, cacheLine);
  return { dataOffset, stride, bytes: dataOffset + rows * stride };
}

/** The place of a value. @param row of the matrix */
export function elementPlace(shape: StoredShape, part: PartPlace, row: number, col: number): ElementPlace {
  const { type, cols, arrangement } = shape;
  const { bits } = tensorTypes[type];
  const inPart = row - part.rowStart;
  const start = unitStart(shape, part, row);
  if (arrangement === 'rows') {
    return { byte: start + Math.floor((col * bits) / 8), shift: (col * bits) % 8, bits };
  }
  const { fields } = bandShape(type, cols);
  const byte = start + columnByte(col, fields) + 2 * (inPart % bandRows);
  return { byte, shift: bits * ((col >> 1) % fields), bits };
}

/** The first byte of the row, or of the band that holds it, from the start of the part. */
export function unitStart({ arrangement }: StoredShape, part: PartPlace, row: number): number {
  return part.dataOffset + Math.floor((row - part.rowStart) / unitRows[arrangement]) * part.stride;
}

/** The scales of a row with their columns, ascending; none for floats. @param row of the matrix */
export function scaledColumns(shape: StoredShape, part: PartPlace, row: number): ScaledColumns[] {
  const { type, cols, arrangement } = shape;
  const { scales } = tensorTypes[type];
  if (scales === 'none') return [];
  const inPart = row - part.rowStart;
  const isBand = arrangement === 'bands';
  // Of slot k of the row, from the start of the part.
  const first = isBand
    ? unitStart(shape, part, row) + bandShape(type, cols).valueBytes + (inPart % bandRows) * floatBytes
    : 0;
  if (scales === 'row') return [{ scale: isBand ? first : inPart * floatBytes, start: 0, end: cols }];
  const firstGroup = Math.floor((row * cols) / groupSize);
  const before = isBand ? firstGroup : Math.floor((part.rowStart * cols) / groupSize);
  const columns: ScaledColumns[] = [];
  for (let start = 0; start < cols;) {
    const group = Math.floor((row * cols + start) / groupSize);
    const end = Math.min(cols, (group + 1) * groupSize - row * cols);
    columns.push({ scale: first + (group - before) * (isBand ? quadword : floatBytes), start, end });
    start = end;
  }
  return columns;
}

/**
 * The integers of a row, [cols].
 * @param part the bytes of the part, or more
 * @throws RangeError for floats
 */
export function integersOf(shape: StoredShape, place: PartPlace, part: Uint8Array, row: number): Int8Array {
  const { type, cols, arrangement } = shape;
  const { bits } = tensorTypes[type];
  if (bits === 32) throw new RangeError('Rows of floats have no integers.');
  const start = unitStart(shape, place, row);
  if (arrangement === 'rows') {
    // Without a copy, because every Q8 matrix uses this path.
    if (bits === 8) return new Int8Array(part.buffer, part.byteOffset + start, cols);
    return unpackIntegers(bits, part.subarray(start, start + place.stride), 0, cols);
  }
  const { fields, bias } = bandShape(type, cols);
  const first = start + 2 * ((row - place.rowStart) % bandRows);
  const mask = (1 << bits) - 1;
  return Int8Array.from({ length: cols }, (_, col) => {
    const byte = part[first + columnByte(col, fields)] ?? 0;
    return ((byte >> (bits * ((col >> 1) % fields))) & mask) - bias;
  });
}

/** The bytes of a part as they are in WEIGHTS.BIN, without the padding up to the next sector. */
export function encodePart(shape: StoredShape, place: MatrixPart, stored: StoredRows): Uint8Array {
  const bytes = new Uint8Array(place.bytes);
  if (shape.arrangement === 'bands') encodeBands(bytes, shape, place, stored);
  else encodeRows(bytes, shape, place, stored);
  return bytes;
}

function encodeRows(bytes: Uint8Array, { cols }: StoredShape, place: MatrixPart, stored: StoredRows): void {
  if (stored.scales) bytes.set(bytesOfFloats(stored.scales), 0);
  for (let row = 0; row < place.rows; row++) {
    bytes.set(packedRow(stored, row * cols, (row + 1) * cols), place.dataOffset + row * place.stride);
  }
}

function packedRow({ type, values }: StoredRows, start: number, end: number): Uint8Array {
  const { bits } = tensorTypes[type];
  if (values instanceof Int8Array && bits !== 32) return packIntegers(bits, values.subarray(start, end));
  const { buffer, byteOffset, BYTES_PER_ELEMENT: bytes } = values;
  return new Uint8Array(buffer, byteOffset + start * bytes, (end - start) * bytes);
}

function encodeBands(bytes: Uint8Array, shape: StoredShape, place: MatrixPart, stored: StoredRows): void {
  const { type, cols } = shape;
  const { rowStart, rows, stride } = place;
  const { fields, bits, bias, valueBytes } = bandShape(type, cols);
  if (stored.type === 'f32') throw new RangeError('A matrix of floats has no bands.');
  const zeros = Array.from({ length: fields }, (_, field) => bias << (bits * field)).reduce((a, b) => a | b);
  for (let start = 0; start < bytes.length; start += stride) bytes.fill(zeros, start, start + valueBytes);
  const mask = (1 << bits) - 1;
  for (let row = 0; row < rows; row++) {
    const first = Math.floor(row / bandRows) * stride + 2 * (row % bandRows);
    const values = stored.values.subarray(row * cols, (row + 1) * cols);
    values.forEach((value, col) => {
      const at = first + columnByte(col, fields);
      // The field holds the code of 0 so far.
      const change = ((value + bias) & mask) ^ bias;
      bytes[at] = (bytes[at] ?? 0) ^ (change << (bits * ((col >> 1) % fields)));
    });
  }
  // The scales of the part, ascending: one a row, or one for each group that its rows touch.
  const scaleBytes = bytesOfFloats(stored.scales);
  const firstGroup = Math.floor((rowStart * cols) / groupSize);
  for (let row = rowStart; row < rowStart + rows; row++) {
    for (const { scale, start } of scaledColumns(shape, place, row)) {
      const index =
        type === 'q4g32' ? Math.floor((row * cols + start) / groupSize) - firstGroup : row - rowStart;
      bytes.set(scaleBytes.subarray(index * floatBytes, (index + 1) * floatBytes), scale);
    }
  }
}

/** Eight bytes hold the columns of one pair of each field, for four rows. */
const columnByte = (col: number, fields: number): number => 8 * Math.floor(col / (2 * fields)) + (col & 1);

const commonDivisor = (a: number, b: number): number => (b === 0 ? a : commonDivisor(b, a % b));
