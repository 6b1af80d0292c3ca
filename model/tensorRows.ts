import { floatsOf } from './littleEndian';
import type { Model, Tensor } from './model';

/** Rows as their file holds them. */
export interface StoredRows {
  /** One scale a row; absent for f32. */
  readonly scales?: Float32Array;
  /** [rows][cols], row-major. */
  readonly values: Float32Array | Int8Array;
}

/**
 * Rows `rowStart` … `rowStart + rows - 1` of a tensor of `model` as they are stored.
 * @throws RangeError when the tensor has no such rows.
 */
export async function readStoredRows(
  model: Model,
  tensor: Tensor,
  rowStart: number,
  rows: number,
): Promise<StoredRows> {
  checkRows(model, tensor, rowStart, rows);
  const { cols, dataOffset, scalesOffset } = tensor;
  if (tensor.type === 'f32') {
    return { values: floatsOf(await model.source.read(dataOffset + rowStart * cols * 4, rows * cols * 4)) };
  }
  const data = await model.source.read(dataOffset + rowStart * cols, rows * cols);
  const values = new Int8Array(new Uint8Array(data).buffer);
  if (scalesOffset === undefined) {
    throw new RangeError(`${model.label}: ${tensor.name} is ${tensor.type} but has no scales.`);
  }
  return { scales: floatsOf(await model.source.read(scalesOffset + rowStart * 4, rows * 4)), values };
}

/**
 * The same rows as floats, [rows][cols]: a quantised value times its row's scale, rounded once to f32.
 * @throws RangeError when the tensor has no such rows.
 */
export async function readRows(
  model: Model,
  tensor: Tensor,
  rowStart: number,
  rows: number,
): Promise<Float32Array> {
  const { scales, values } = await readStoredRows(model, tensor, rowStart, rows);
  if (values instanceof Float32Array) return values;
  const floats = new Float32Array(values.length);
  for (let row = 0; row < rows; row++) {
    const scale = scales?.[row] ?? 0;
    const first = row * tensor.cols;
    for (let i = first; i < first + tensor.cols; i++) floats[i] = (values[i] ?? 0) * scale;
  }
  return floats;
}

/** The tensor of that name. @throws Error with the model's label when it has none. */
export function tensorOf(model: Model, name: string): Tensor {
  const tensor = model.tensors.find((candidate) => candidate.name === name);
  if (tensor === undefined) throw new Error(`${model.label} has no tensor ${name}.`);
  return tensor;
}

function checkRows(model: Model, tensor: Tensor, rowStart: number, rows: number): void {
  const whole = Number.isSafeInteger(rowStart) && Number.isSafeInteger(rows);
  if (!whole || rowStart < 0 || rows < 0 || rowStart + rows > tensor.rows) {
    throw new RangeError(
      `${model.label}: ${tensor.name} has ${tensor.rows} rows, so it has no ${rows} rows from row ${rowStart} on.`,
    );
  }
}
