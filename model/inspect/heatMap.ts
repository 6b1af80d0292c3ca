import type { Model, Tensor } from '../model';
import { readRows } from '../tensorRows';
import { Slices } from './slices';

/** A part of a matrix. */
export interface MatrixWindow {
  readonly rowStart: number;
  readonly rows: number;
  readonly colStart: number;
  readonly cols: number;
}

/** A part of a matrix as a grid of cells. */
export interface HeatMap {
  readonly window: MatrixWindow;
  /** Number of cell rows and columns. */
  readonly cellRows: number;
  readonly cellCols: number;
  /** [cellRows][cellCols]: mean of the cell's values; NaN if one of them is NaN. */
  readonly means: Float64Array;
  /** Largest magnitude of a value in each cell. */
  readonly peaks: Float64Array;
  /** Only some of the values were read. */
  readonly sampled: boolean;
}

/** Maximum number of cells, and of rows that are read for one row of cells. */
export const mostCellRows = 32;
export const mostCellCols = 64;
const mostRowsPerCell = 8;

/** The part of `wanted` inside the matrix, at least one value. */
export function clampWindow(
  wanted: MatrixWindow,
  { rows, cols }: Pick<Tensor, 'rows' | 'cols'>,
): MatrixWindow {
  const clamp = (start: number, count: number, all: number): [number, number] => {
    const fitting = Math.max(1, Math.min(all, Math.round(count)));
    return [Math.max(0, Math.min(all - fitting, Math.round(start))), fitting];
  };
  const [rowStart, windowRows] = clamp(wanted.rowStart, wanted.rows, rows);
  const [colStart, windowCols] = clamp(wanted.colStart, wanted.cols, cols);
  return { rowStart, rows: windowRows, colStart, cols: windowCols };
}

/** First value of cell `index` of `cells` over `count` values; `cells` itself gives the end. */
export function cellStart(index: number, cells: number, count: number): number {
  return Math.floor((index * count) / cells);
}

/** Averages a part of a matrix into cells; of cells with many rows, some rows spread evenly. */
export async function heatMap(
  model: Model,
  tensor: Tensor,
  wanted: MatrixWindow,
  signal?: AbortSignal,
): Promise<HeatMap> {
  const window = clampWindow(wanted, tensor);
  const cellRows = Math.min(mostCellRows, window.rows);
  const cellCols = Math.min(mostCellCols, window.cols);
  const slices = new Slices(signal);
  const means: number[] = [];
  const peaks: number[] = [];
  let sampled = false;
  for (let cellRow = 0; cellRow < cellRows; cellRow++) {
    const from = cellStart(cellRow, cellRows, window.rows);
    const rows = cellStart(cellRow + 1, cellRows, window.rows) - from;
    const looked = Math.min(rows, mostRowsPerCell);
    sampled ||= looked < rows;
    const cells = new CellRow(cellCols, window);
    for (let i = 0; i < looked; i++) {
      const row = window.rowStart + from + Math.floor((i * rows) / looked);
      cells.add(await readRows(model, tensor, row, 1));
      await slices.rest();
    }
    means.push(...cells.means);
    peaks.push(...cells.peaks);
  }
  return {
    window,
    cellRows,
    cellCols,
    means: Float64Array.from(means),
    peaks: Float64Array.from(peaks),
    sampled,
  };
}

/** One row of cells while rows of values are added to it. */
class CellRow {
  readonly peaks: number[];
  private readonly sums: number[];
  private readonly counts: number[];

  constructor(
    private readonly cells: number,
    private readonly window: MatrixWindow,
  ) {
    this.sums = Array.from({ length: cells }, () => 0);
    this.counts = Array.from({ length: cells }, () => 0);
    this.peaks = Array.from({ length: cells }, () => 0);
  }

  get means(): number[] {
    return this.sums.map((sum, cell) => sum / (this.counts[cell] ?? 1));
  }

  add(row: Float32Array): void {
    const { cells } = this;
    const { colStart, cols } = this.window;
    for (let cell = 0; cell < cells; cell++) {
      const end = colStart + cellStart(cell + 1, cells, cols);
      let sum = 0;
      let peak = this.peaks[cell] ?? 0;
      let count = 0;
      for (let col = colStart + cellStart(cell, cells, cols); col < end; col++) {
        const value = row[col] ?? 0;
        sum += value;
        count++;
        const size = Math.abs(value);
        if (size > peak) peak = size;
      }
      this.sums[cell] = (this.sums[cell] ?? 0) + sum;
      this.counts[cell] = (this.counts[cell] ?? 0) + count;
      this.peaks[cell] = peak;
    }
  }
}
