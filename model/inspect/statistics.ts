import type { Model, Tensor } from '../model';
import { readStoredRows } from '../tensorRows';
import { HistogramCounter, type Histogram } from './histogram';
import {
  largestInteger,
  RowFlag,
  rowsOf,
  saturatedShare,
  type FlaggedRows,
  type RowValues,
} from './rowFlags';
import { Slices } from './slices';

/** Statistics of the values of a tensor. */
export interface TensorStatistics {
  readonly matrix: string;
  /** Every value was read; otherwise evenly spread rows. */
  readonly exact: boolean;
  readonly rows: number;
  readonly values: number;
  /** Of the finite values; 0 if there are none. */
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly deviation: number;
  readonly rms: number;
  readonly zeros: number;
  readonly nan: number;
  readonly infinite: number;
  /** Values at the largest integer of the type; absent where it has no meaning. */
  readonly saturated?: number;
  readonly nanRows: FlaggedRows;
  readonly zeroRows: FlaggedRows;
  readonly saturatedRows: FlaggedRows;
  readonly histogram: Histogram;
}

export interface StatisticsOptions {
  /** Read every value, for any size. */
  readonly exact?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

/** Approximate number of values in a sample. */
const sampleValues = 1 << 16;
/** Values per read: a few milliseconds of work. */
const pieceValues = 1 << 15;

/** Statistics of a tensor: of a sample of rows, or of all; in slices, so that the caller stays responsive. */
export async function tensorStatistics(
  model: Model,
  tensor: Tensor,
  { exact = false, signal, onProgress }: StatisticsOptions = {},
): Promise<TensorStatistics> {
  const { rows, cols } = tensor;
  const isAll = exact || rows * cols <= sampleValues;
  const slices = new Slices(signal);
  const sums = new Sums(tensor);
  if (isAll) {
    const step = Math.max(1, Math.floor(pieceValues / cols));
    for (let row = 0; row < rows; row += step) {
      const count = Math.min(step, rows - row);
      const stored = await readStoredRows(model, tensor, row, count);
      rowsOf(stored, count, cols).forEach((values, i) => sums.add(row + i, values));
      onProgress?.(row + count, rows);
      await slices.rest();
    }
  } else {
    for (const row of sampledRows(rows, Math.max(16, Math.floor(sampleValues / cols)))) {
      const [values] = rowsOf(await readStoredRows(model, tensor, row, 1), 1, cols);
      if (values !== undefined) sums.add(row, values);
      await slices.rest();
    }
  }
  return sums.result(isAll);
}

/** Rows from the first to the last, evenly spread. */
function sampledRows(rows: number, wanted: number): number[] {
  const count = Math.min(rows, wanted);
  return Array.from({ length: count }, (_, i) =>
    count === 1 ? 0 : Math.round((i * (rows - 1)) / (count - 1)),
  );
}

class Sums {
  private rows = 0;
  private values = 0;
  private min = Infinity;
  private max = -Infinity;
  private sum = 0;
  private squares = 0;
  private finite = 0;
  private zeros = 0;
  private nan = 0;
  private infinite = 0;
  private saturated = 0;
  private readonly nanRows = new RowFlag();
  private readonly zeroRows = new RowFlag();
  private readonly saturatedRows = new RowFlag();
  private readonly counter = new HistogramCounter();
  private readonly largest: number | undefined;
  private readonly share: number;

  constructor(private readonly tensor: Tensor) {
    this.largest = largestInteger(tensor.type);
    this.share = saturatedShare[tensor.type] ?? Infinity;
  }

  add(row: number, { floats, integers }: RowValues): void {
    this.rows++;
    this.values += floats.length;
    const { nan, zeros } = this;
    for (const value of floats) this.addValue(value);
    if (this.nan > nan) this.nanRows.add(row);
    if (this.zeros - zeros === floats.length) this.zeroRows.add(row);
    const { largest } = this;
    if (integers === undefined || largest === undefined) return;
    let extreme = 0;
    for (const integer of integers) if (integer >= largest || integer <= -largest) extreme++;
    this.saturated += extreme;
    if (extreme > 1 && extreme > this.share * integers.length) this.saturatedRows.add(row);
  }

  result(exact: boolean): TensorStatistics {
    const count = Math.max(1, this.finite);
    const mean = this.sum / count;
    const square = this.squares / count;
    return {
      matrix: this.tensor.name,
      exact,
      rows: this.rows,
      values: this.values,
      min: this.finite === 0 ? 0 : this.min,
      max: this.finite === 0 ? 0 : this.max,
      mean,
      deviation: Math.sqrt(Math.max(0, square - mean * mean)),
      rms: Math.sqrt(square),
      zeros: this.zeros,
      nan: this.nan,
      infinite: this.infinite,
      ...(this.largest !== undefined && { saturated: this.saturated }),
      nanRows: this.nanRows.rows,
      zeroRows: this.zeroRows.rows,
      saturatedRows: this.saturatedRows.rows,
      histogram: this.counter.histogram,
    };
  }

  private addValue(value: number): void {
    if (Number.isNaN(value)) {
      this.nan++;
      return;
    }
    if (!Number.isFinite(value)) {
      this.infinite++;
      return;
    }
    this.finite++;
    if (value === 0) this.zeros++;
    if (value < this.min) this.min = value;
    if (value > this.max) this.max = value;
    this.sum += value;
    this.squares += value * value;
    this.counter.add(value);
  }
}
