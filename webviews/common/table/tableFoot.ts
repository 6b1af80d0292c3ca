import { element } from '../dom';
import { cellClass, type Column } from './column';
import type { ColumnWidths } from './columnWidths';

/** The line of totals below the rows. */
export class TableFoot<Row> {
  private readonly line = element('div', { class: 'table-foot', attributes: { role: 'row' } });
  readonly element = element(
    'div',
    { class: 'table-footgroup', attributes: { role: 'rowgroup' } },
    this.line,
  );

  /**
   * @param rows how many stand above it.
   * @returns true when a column needs more width than before.
   */
  show(
    cells: Readonly<Record<string, string>>,
    rows: number,
    columns: readonly Column<Row>[],
    widths: ColumnWidths<Row>,
  ): boolean {
    this.line.setAttribute('aria-rowindex', String(rows + 2));
    this.line.replaceChildren(
      ...columns.map((column, index) =>
        element('div', {
          class: cellClass(column),
          text: cells[column.key] ?? '',
          attributes: { role: 'gridcell', 'aria-colindex': String(index + 1) },
        }),
      ),
    );
    return columns.filter((column) => widths.note(column, cells[column.key] ?? '')).length > 0;
  }
}
