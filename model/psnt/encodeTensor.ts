import { NotFiniteError, quantise, scaleOf, type QuantisedType } from '../convert/quantise';
import type { Model, Tensor } from '../model';
import { readRows, readStoredRows, triangleValues } from '../tensorRows';
import { groupSize, packIntegers, scaleCount, tensorTypes } from '../tensorTypes';
import { PsntError } from './error';

/** Floats of the source in memory at a time. */
const pieceBytes = 1 << 20;

/** Rows that are read together. */
interface Piece {
  readonly rowStart: number;
  readonly rows: number;
}

/** The floats of a vector or table as they are stored. @throws PsntError when one is not finite. */
export async function* encodeFloats(
  model: Model,
  source: Tensor,
  target: Tensor,
): AsyncGenerator<Float32Array> {
  for (const { rowStart, rows } of piecesOf(source)) {
    const values = await readRows(model, source, rowStart, rows);
    const bad = values.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0) throw notFinite(model, source, rowStart * source.cols + bad, values[bad] ?? NaN);
    yield target.triangular ? triangleOf(values, rowStart, rows, source.cols) : values;
  }
}

function triangleOf(values: Float32Array, rowStart: number, rows: number, cols: number): Float32Array {
  const first = triangleValues(rowStart);
  const result = new Float32Array(triangleValues(rowStart + rows) - first);
  for (let row = 0; row < rows; row++) {
    const at = triangleValues(rowStart + row) - first;
    result.set(values.subarray(row * cols, row * cols + rowStart + row + 2), at);
  }
  return result;
}

/**
 * The scales of a matrix: its own if it already has this type, else new ones.
 * @throws PsntError when a weight is not finite.
 */
export async function scalesOf(
  model: Model,
  source: Tensor,
  type: QuantisedType,
  signal: AbortSignal | undefined,
): Promise<Float32Array> {
  const { rows, cols } = source;
  const scales = new Float32Array(scaleCount(type, rows, cols));
  let at = 0;
  for (const piece of piecesOf(source)) {
    signal?.throwIfAborted();
    const stored =
      source.type === type ? await readStoredRows(model, source, piece.rowStart, piece.rows) : undefined;
    if (stored?.scales !== undefined) {
      scales.set(stored.scales, at);
      at += stored.scales.length;
      continue;
    }
    const values = await readRows(model, source, piece.rowStart, piece.rows);
    const length = runLength(type, cols);
    for (let first = 0; first < values.length; first += length) {
      try {
        scales[at++] = scaleOf(type, values, first, Math.min(first + length, values.length));
      } catch (error) {
        if (!(error instanceof NotFiniteError)) throw error;
        throw notFinite(model, source, piece.rowStart * cols + error.index, error.value);
      }
    }
  }
  return scales;
}

/** The packed values of a matrix, quantised with `scales` unless it already has this type. */
export async function* encodeValues(
  model: Model,
  source: Tensor,
  type: QuantisedType,
  scales: Float32Array,
): AsyncGenerator<Uint8Array> {
  const { bits } = tensorTypes[type];
  if (bits === 32) return;
  let at = 0;
  for (const { rowStart, rows } of piecesOf(source)) {
    if (source.type === type) {
      const stored = await readStoredRows(model, source, rowStart, rows);
      if (stored.type !== 'f32') yield packIntegers(bits, stored.values);
      continue;
    }
    const floats = await readRows(model, source, rowStart, rows);
    const integers = new Int8Array(floats.length);
    const length = runLength(type, source.cols);
    for (let first = 0; first < floats.length; first += length) {
      const end = Math.min(first + length, floats.length);
      quantise(type, floats, scales[at++] ?? 0, integers, first, end);
    }
    yield packIntegers(bits, integers);
  }
}

/** How many values share a scale. Every piece starts at a row and a group. */
function runLength(type: QuantisedType, cols: number): number {
  return tensorTypes[type].scales === 'group' ? groupSize : cols;
}

/** Pieces of rows that end at a group and a byte for any type. */
function* piecesOf({ rows, cols }: Tensor): Generator<Piece> {
  let step = 1;
  while ((step * cols) % groupSize !== 0) step *= 2;
  const most = Math.max(step, Math.floor(pieceBytes / (cols * 4 * step)) * step);
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
    advice: 'the source model is damaged or its training diverged',
  });
}
