import { MemorySource } from '../../disc/byteSource';
import { NotFiniteError, q8Scale, quantiseQ8 } from '../convert/quantise';
import { bytesOfFloats } from '../littleEndian';
import type { Model, ModelConfig, Tensor } from '../model';
import { bodyBytes, placeTensors, type BodyShape } from '../tensorOrder';
import { readRows, readStoredRows, tensorOf } from '../tensorRows';
import { bodyOrders } from './bodyOrders';
import { encodeHeader } from './encodeHeader';
import { PsntError } from './error';
import { headerBytes } from './fields';
import { readPsntHeader } from './header';

export interface WritePsntOptions {
  /** Called after every piece with the bytes written so far and the size of the whole file. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Ends the writing with the reason of the abort. */
  readonly signal?: AbortSignal;
}

/** What a piece of work holds of the source in memory, as floats. */
const pieceBytes = 1 << 20;

/** Bytes of the file that `writePsnt` makes of a model of this shape. */
export function psntSize(config: ModelConfig): number {
  return headerBytes[3] + bodyBytes(bodyOrders[0].sections, bodyShape(config));
}

function bodyShape(config: ModelConfig): BodyShape {
  return { config, ropeTables: 0, matrixType: 'q8' };
}

/**
 * Writes `model` as PSNT version 3, Q8, resident-first, without RoPE tables. Tensors are read by rows, so that
 * a model of any size passes through little memory; Q8 matrices are copied, others are quantised row by row
 * (convert/quantise.ts). The same model gives the same bytes.
 * @param sink takes the bytes in file order; the next piece is made when it is done.
 * @throws PsntError when the format cannot hold the model or a weight is no finite number.
 */
export async function writePsnt(
  model: Model,
  sink: (bytes: Uint8Array) => Promise<void>,
  options: WritePsntOptions = {},
): Promise<void> {
  const header = encodeHeader(3, 8, model.config);
  await checkModel(model, header);
  const total = psntSize(model.config);
  let done = 0;
  const put = async (bytes: Uint8Array): Promise<void> => {
    options.signal?.throwIfAborted();
    await sink(bytes);
    done += bytes.length;
    options.onProgress?.(done, total);
  };
  await put(header);
  for (const target of placeTensors(bodyOrders[0].sections, bodyShape(model.config), header.length)) {
    options.signal?.throwIfAborted();
    const source = sourceOf(model, target);
    if (target.type === 'f32') await copyFloats(model, source, put);
    else await putQ8(model, source, put, options.signal);
  }
}

async function checkModel(model: Model, header: Uint8Array): Promise<void> {
  const { label, config } = model;
  const { error } = await readPsntHeader(new MemorySource(header), label);
  if (error) throw error;
  if (Math.fround(config.eps) !== Math.fround(1e-5)) {
    throw new PsntError({
      label,
      field: 'eps of RMSNorm',
      found: String(config.eps),
      expected: '0.00001',
      advice: 'PSNT has no field for it, so this model cannot be converted',
    });
  }
}

function sourceOf(model: Model, target: Tensor): Tensor {
  const source = tensorOf(model, target.name);
  if (source.rows !== target.rows || source.cols !== target.cols) {
    throw new PsntError({
      label: model.label,
      field: source.name,
      found: `${source.rows} × ${source.cols}`,
      expected: `${target.rows} × ${target.cols} by the model's shape`,
      advice: 'the source model is inconsistent',
    });
  }
  return source;
}

type Put = (bytes: Uint8Array) => Promise<void>;

async function copyFloats(model: Model, source: Tensor, put: Put): Promise<void> {
  for (const { rowStart, rows } of pieces(source)) {
    const values = await readRows(model, source, rowStart, rows);
    const bad = values.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0) throw notFinite(model, source, rowStart * source.cols + bad, values[bad] ?? NaN);
    await put(bytesOfFloats(values));
  }
}

/** All scales come before the first value, so that a tensor that is quantised is read twice. */
async function putQ8(model: Model, source: Tensor, put: Put, signal: AbortSignal | undefined): Promise<void> {
  const scales = new Float32Array(source.rows);
  for (const { rowStart, rows } of pieces(source)) {
    signal?.throwIfAborted();
    scales.set(await q8Scales(model, source, rowStart, rows), rowStart);
  }
  await put(bytesOfFloats(scales));
  for (const { rowStart, rows } of pieces(source)) {
    const values = await q8Values(model, source, rowStart, rows, scales);
    await put(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }
}

async function q8Scales(model: Model, source: Tensor, rowStart: number, rows: number): Promise<Float32Array> {
  if (source.type === 'q8') {
    const { scales } = await readStoredRows(model, source, rowStart, rows);
    if (scales !== undefined) return scales;
  }
  const floats = await readRows(model, source, rowStart, rows);
  return Float32Array.from({ length: rows }, (_, row) => {
    try {
      return q8Scale(rowOf(floats, row, source.cols));
    } catch (error) {
      if (!(error instanceof NotFiniteError)) throw error;
      throw notFinite(model, source, (rowStart + row) * source.cols + error.index, error.value);
    }
  });
}

async function q8Values(
  model: Model,
  source: Tensor,
  rowStart: number,
  rows: number,
  scales: Float32Array,
): Promise<Int8Array> {
  if (source.type === 'q8') {
    const { values } = await readStoredRows(model, source, rowStart, rows);
    if (values instanceof Int8Array) return values;
  }
  const floats = await readRows(model, source, rowStart, rows);
  const values = new Int8Array(floats.length);
  const { cols } = source;
  for (let row = 0; row < rows; row++) {
    const target = values.subarray(row * cols, (row + 1) * cols);
    quantiseQ8(rowOf(floats, row, cols), scales[rowStart + row] ?? 0, target);
  }
  return values;
}

function rowOf(floats: Float32Array, row: number, cols: number): Float32Array {
  return floats.subarray(row * cols, (row + 1) * cols);
}

function* pieces({ rows, cols }: Tensor): Generator<{ rowStart: number; rows: number }> {
  const most = Math.max(1, Math.floor(pieceBytes / (cols * 4)));
  for (let rowStart = 0; rowStart < rows; rowStart += most) {
    yield { rowStart, rows: Math.min(most, rows - rowStart) };
  }
}

function notFinite(model: Model, { name, cols }: Tensor, index: number, value: number): PsntError {
  return new PsntError({
    label: model.label,
    field: `${name}[${Math.floor(index / cols)}][${index % cols}]`,
    found: String(value),
    expected: 'a finite weight',
    advice: 'the source model is damaged or was not trained to the end',
  });
}
