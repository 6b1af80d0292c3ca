import type { HeatMap } from '../../../model/inspect/heatMap';
import { span } from '../../common/numbers';
import { plainTable } from '../../common/plainTable';
import { cellSpans, type CellSpan } from './heatPicture';
import { weight } from './weightText';

/** Rows or columns as a range: `0–15`. */
export const spanText = ({ first, last }: CellSpan): string => span(first, last);

/** The mean of each cell of the heat map as a table. */
export function heatTable(map: HeatMap): HTMLElement {
  const columns = Array.from({ length: map.cellCols }, (_, col) =>
    spanText(cellSpans(map, { row: 0, col }).cols),
  );
  const rows = Array.from({ length: map.cellRows }, (_, row) => [
    spanText(cellSpans(map, { row, col: 0 }).rows),
    ...columns.map((_column, col) => weight(map.means[row * map.cellCols + col] ?? 0)),
  ]);
  return plainTable('Heat map: mean of each cell', ['Rows', ...columns], rows);
}
