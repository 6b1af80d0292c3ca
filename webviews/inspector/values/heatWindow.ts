import {
  clampWindow,
  mostCellCols,
  mostCellRows,
  type HeatMap,
  type MatrixWindow,
} from '../../../model/inspect/heatMap';
import { cellSpans, type CellPlace } from './heatPicture';

/** How large the whole matrix is. */
export interface MatrixShape {
  readonly rows: number;
  readonly cols: number;
}

type Cells = Pick<HeatMap, 'cellRows' | 'cellCols'>;

/** How many cells a part of a matrix is shown as. */
export const cellsOf = ({ rows, cols }: MatrixWindow): Cells => ({
  cellRows: Math.min(mostCellRows, rows),
  cellCols: Math.min(mostCellCols, cols),
});

/**
 * Moves the part that is shown by half of it, where the cursor leaves it.
 * @param goal the cell beyond the edge.
 * @returns the part and where the cursor is in it then; undefined where the matrix ends.
 */
export function stepWindow(
  window: MatrixWindow,
  { cellRows, cellCols }: Cells,
  shape: MatrixShape,
  cursor: CellPlace,
  goal: CellPlace,
): { readonly window: MatrixWindow; readonly cursor: CellPlace } | undefined {
  const down = goal.row < 0 ? -1 : goal.row >= cellRows ? 1 : 0;
  const right = goal.col < 0 ? -1 : goal.col >= cellCols ? 1 : 0;
  const moved = clampWindow(
    {
      ...window,
      rowStart: window.rowStart + (down * window.rows) / 2,
      colStart: window.colStart + (right * window.cols) / 2,
    },
    shape,
  );
  if (moved.rowStart === window.rowStart && moved.colStart === window.colStart) return undefined;
  const rowShare = (moved.rowStart - window.rowStart) / window.rows;
  const colShare = (moved.colStart - window.colStart) / window.cols;
  return {
    window: moved,
    cursor: {
      row: cursor.row - Math.round(rowShare * cellRows) + down,
      col: cursor.col - Math.round(colShare * cellCols) + right,
    },
  };
}

/** The part after a zoom; what is under the cursor stays about where it is. @param factor below 1 zooms in */
export function zoomWindow(
  window: MatrixWindow,
  shape: MatrixShape,
  cursor: CellPlace,
  factor: number,
): MatrixWindow {
  const { rows, cols } = cellSpans({ window, ...cellsOf(window) }, cursor);
  const size = { rows: Math.max(8, window.rows * factor), cols: Math.max(8, window.cols * factor) };
  const row = (rows.first + rows.last + 1) / 2;
  const col = (cols.first + cols.last + 1) / 2;
  const rowShare = (row - window.rowStart) / window.rows;
  const colShare = (col - window.colStart) / window.cols;
  return clampWindow(
    { rowStart: row - rowShare * size.rows, colStart: col - colShare * size.cols, ...size },
    shape,
  );
}
