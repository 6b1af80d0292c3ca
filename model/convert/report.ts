import type { Model, Tensor } from '../model';
import { readRows, tensorOf } from '../tensorRows';

/** The quantisation error of one row. */
export interface RowReport {
  readonly row: number;
  readonly max: number;
  readonly rms: number;
}

/** The quantisation error of one tensor: errors are differences of weights. */
export interface TensorReport {
  readonly name: string;
  readonly type: string;
  readonly rows: number;
  readonly cols: number;
  /** Largest magnitude of an error. */
  readonly maxError: number;
  readonly rmsError: number;
  /** Root of the mean square of the weights before. */
  readonly rmsWeight: number;
  /** 10 · log₁₀ (Σ weight² / Σ error²); Infinity without loss. */
  readonly snrDb: number;
  /** The rows with the largest RMS error, worst first. Empty without loss. */
  readonly worstRows: readonly RowReport[];
}

export interface CompareOptions {
  /** How many rows to list; default: 5. */
  readonly worst?: number;
  /** Called after every tensor. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Called with the finished rows of the current tensor, about every 262,144 values. */
  readonly onRows?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/** About this many values of each model are in memory at a time. */
const pieceValues = 1 << 18;

/**
 * Compares the weights of a model with those of the model that it was converted to, tensor by tensor.
 * @throws Error when `before` lacks a tensor of `after`, or has it in another shape.
 */
export async function compareWeights(
  before: Model,
  after: Model,
  options: CompareOptions = {},
): Promise<TensorReport[]> {
  const reports: TensorReport[] = [];
  // Stored RoPE tables follow from the configuration and are not used.
  const tensors = after.tensors.filter(({ name }) => name !== 'rope');
  for (const tensor of tensors) {
    reports.push(await compareTensor(before, after, tensor, options));
    options.onProgress?.(reports.length, tensors.length);
  }
  return reports;
}

async function compareTensor(
  before: Model,
  after: Model,
  tensor: Tensor,
  { worst = 5, onRows, signal }: CompareOptions,
): Promise<TensorReport> {
  const { name, type, rows, cols } = tensor;
  const source = tensorOf(before, name);
  if (source.rows !== rows || source.cols !== cols) {
    throw new Error(
      `${name} is ${source.rows} × ${source.cols} in ${before.label}, but ${rows} × ${cols} in ${after.label}: the models differ.`,
    );
  }
  let maxError = 0;
  let signalSum = 0;
  let errorSum = 0;
  let worstRows: RowReport[] = [];
  const step = Math.max(1, Math.floor(pieceValues / cols));
  for (let rowStart = 0; rowStart < rows; rowStart += step) {
    signal?.throwIfAborted();
    const count = Math.min(step, rows - rowStart);
    const a = await readRows(before, source, rowStart, count);
    const b = await readRows(after, tensor, rowStart, count);
    for (let row = 0; row < count; row++) {
      let max = 0;
      let sum = 0;
      for (let i = row * cols; i < (row + 1) * cols; i++) {
        const weight = a[i] ?? 0;
        const error = Math.abs((b[i] ?? 0) - weight);
        signalSum += weight * weight;
        sum += error * error;
        if (error > max) max = error;
      }
      errorSum += sum;
      if (max > maxError) maxError = max;
      if (sum > 0) worstRows.push({ row: rowStart + row, max, rms: Math.sqrt(sum / cols) });
    }
    worstRows = worstRows.sort((x, y) => y.rms - x.rms).slice(0, worst);
    onRows?.(rowStart + count, rows);
  }
  const rmsError = Math.sqrt(errorSum / (rows * cols));
  const rmsWeight = Math.sqrt(signalSum / (rows * cols));
  const snrDb = errorSum === 0 ? Infinity : 10 * Math.log10(signalSum / errorSum);
  return { name, type, rows, cols, maxError, rmsError, rmsWeight, snrDb, worstRows };
}
