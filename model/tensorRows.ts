import { floatsOf } from '../common/littleEndian';
import type { Model, Tensor } from './model';
import { groupSize, packedBytes, tensorTypes, unpackIntegers } from './tensorTypes';

/** Rows of floats. */
export interface FloatRows {
  readonly type: 'f32';
  readonly scales?: undefined;
  /** [rows][cols], row-major. */
  readonly values: Float32Array;
}

/** Rows of integers with one scale per row. */
export interface RowScaledRows {
  readonly type: 'q8' | 'q4' | 'ternary';
  /** [rows]. */
  readonly scales: Float32Array;
  /** [rows][cols], unpacked: −128 … 127, −8 … 7, or −1 … 1. */
  readonly values: Int8Array;
}

/** Rows of integers with a scale for each group of 32, counted through the whole matrix. */
export interface GroupScaledRows {
  readonly type: 'q4g32';
  /** One for every group that touches the rows. Value i has scale ⌊(firstInGroup + i) / 32⌋. */
  readonly scales: Float32Array;
  /** Index of the first value in its group, 0 … 31: not 0 if the group starts in an earlier row. */
  readonly firstInGroup: number;
  /** [rows][cols], unpacked: −8 … 7. */
  readonly values: Int8Array;
}

/** Rows as stored in the file, with unpacked integers. */
export type StoredRows = FloatRows | RowScaledRows | GroupScaledRows;

/**
 * Rows `rowStart` … `rowStart + rows - 1` of a tensor of `model` as they are stored.
 * @throws RangeError when the tensor does not have these rows.
 */
export async function readStoredRows(
  model: Model,
  tensor: Tensor,
  rowStart: number,
  rows: number,
): Promise<StoredRows> {
  checkRows(model, tensor, rowStart, rows);
  const { cols, dataOffset, scalesOffset, type } = tensor;
  const { bits } = tensorTypes[type];
  if (type === 'f32' || bits === 32) {
    if (tensor.triangular) return { type: 'f32', values: await readTriangle(model, tensor, rowStart, rows) };
    const bytes = await model.source.read(dataOffset + rowStart * cols * 4, rows * cols * 4);
    return { type: 'f32', values: floatsOf(bytes) };
  }
  if (scalesOffset === undefined) {
    throw new RangeError(`${model.label}: ${tensor.name} is ${type} but has no scales.`);
  }
  const first = rowStart * cols;
  const count = rows * cols;
  // A row may start inside a byte.
  const perByte = 8 / bits;
  const byte = Math.floor(first / perByte);
  const packed = await model.source.read(dataOffset + byte, packedBytes(type, first + count) - byte);
  const values = unpackIntegers(bits, packed, first - byte * perByte, count);
  const readScales = async (from: number, to: number): Promise<Float32Array> =>
    floatsOf(await model.source.read(scalesOffset + from * 4, (to - from) * 4));
  if (type !== 'q4g32') return { type, scales: await readScales(rowStart, rowStart + rows), values };
  const group = Math.floor(first / groupSize);
  const scales = await readScales(group, Math.max(group, Math.ceil((first + count) / groupSize)));
  return { type, scales, firstInGroup: first - group * groupSize, values };
}

/**
 * The same rows as floats, [rows][cols]: an integer times its scale, rounded once to f32.
 * @throws RangeError when the tensor does not have these rows.
 */
export async function readRows(
  model: Model,
  tensor: Tensor,
  rowStart: number,
  rows: number,
): Promise<Float32Array> {
  return floatsOfRows(await readStoredRows(model, tensor, rowStart, rows), tensor.cols);
}

/** Stored rows as floats. */
export function floatsOfRows(stored: StoredRows, cols: number): Float32Array {
  if (stored.type === 'f32') return stored.values;
  const { scales, values } = stored;
  const floats = new Float32Array(values.length);
  const [first, length] = stored.type === 'q4g32' ? [stored.firstInGroup, groupSize] : [0, cols];
  for (let i = 0, within = first, at = 0; i < values.length; i++) {
    floats[i] = (values[i] ?? 0) * (scales[at] ?? 0);
    if (++within === length) {
      within = 0;
      at++;
    }
  }
  return floats;
}

/** The tensor of that name. @throws Error when the model does not have it. */
export function tensorOf(model: Model, name: string): Tensor {
  const tensor = model.tensors.find((candidate) => candidate.name === name);
  if (tensor === undefined) throw new Error(`${model.label} has no tensor ${name}.`);
  return tensor;
}

/** Values that are stored of the rows before row `row` of a triangular tensor. */
export function triangleValues(row: number): number {
  return (row * (row + 3)) / 2;
}

async function readTriangle(
  model: Model,
  tensor: Tensor,
  rowStart: number,
  rows: number,
): Promise<Float32Array> {
  const first = triangleValues(rowStart);
  const count = triangleValues(rowStart + rows) - first;
  const stored = floatsOf(await model.source.read(tensor.dataOffset + first * 4, count * 4));
  const values = new Float32Array(rows * tensor.cols);
  for (let row = 0; row < rows; row++) {
    const from = triangleValues(rowStart + row) - first;
    values.set(stored.subarray(from, from + rowStart + row + 2), row * tensor.cols);
  }
  return values;
}

function checkRows(model: Model, tensor: Tensor, rowStart: number, rows: number): void {
  const whole = Number.isSafeInteger(rowStart) && Number.isSafeInteger(rows);
  if (!whole || rowStart < 0 || rows < 0 || rowStart + rows > tensor.rows) {
    throw new RangeError(
      `${model.label}: ${tensor.name} has ${tensor.rows} rows; rows ${rowStart} to ${rowStart + rows - 1} were requested.`,
    );
  }
}
