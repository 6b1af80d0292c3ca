import { element, setAttribute } from '../dom';
import { cellClass, type Column } from './column';
import type { ColumnWidths } from './columnWidths';
import { rowHeight } from './rowWindow';
import type { Tree } from './tableOptions';

/** An empty row, to be filled. */
export function rowElement<Row>(columns: readonly Column<Row>[]): HTMLElement {
  const cells = columns.map((column, index) =>
    element('div', {
      class: cellClass(column),
      attributes: { role: 'gridcell', 'aria-colindex': String(index + 1) },
    }),
  );
  return element('div', { class: 'table-row', attributes: { role: 'row' } }, ...cells);
}

/** Puts a row into its place and writes its cells. @returns true when a column needs more width than before. */
export function fillRow<Row>(
  line: HTMLElement,
  row: Row,
  index: number,
  columns: readonly Column<Row>[],
  widths: ColumnWidths<Row>,
  tree: Tree<Row> | undefined,
): boolean {
  line.setAttribute('aria-rowindex', String(index + 2));
  line.classList.toggle('odd', index % 2 === 1);
  line.style.transform = `translateY(${index * rowHeight}px)`;
  if (tree !== undefined) {
    const isOpen = tree.isOpen(row);
    setAttribute(line, 'aria-level', tree.parent(row) === undefined ? '1' : '2');
    setAttribute(line, 'aria-expanded', isOpen === undefined ? undefined : String(isOpen));
  }
  let isTight = false;
  for (const [columnIndex, column] of columns.entries()) {
    const cell = line.children[columnIndex];
    if (!(cell instanceof HTMLElement)) continue;
    if (column.draw !== undefined) {
      column.draw(row, cell);
      continue;
    }
    const text = column.text(row);
    cell.textContent = text;
    cell.title = text;
    if (widths.note(column, text)) isTight = true;
  }
  return isTight;
}
