import { element } from '../dom';
import { cellClass, type Column } from './column';
import type { Sort } from './rowOrder';

/** The headers of a table: one tab stop, arrow keys within, a click or Enter sorts. */
export class TableHead<Row> {
  readonly element = element('div', {
    class: 'table-head',
    attributes: { role: 'row', 'aria-rowindex': '1' },
  });
  private columns: readonly Column<Row>[] = [];

  constructor(private readonly sortBy: (column: Column<Row>) => void) {}

  /** Key of the column whose header has the focus. */
  get focusedKey(): string | undefined {
    const index = [...this.element.children].findIndex((cell) => cell === document.activeElement);
    return this.columns[index]?.key;
  }

  show(columns: readonly Column<Row>[]): void {
    this.columns = columns;
    this.element.replaceChildren(...columns.map((column, index) => this.cell(column, index)));
  }

  /** Says which column the rows are sorted by. */
  mark(sort: Sort | undefined): void {
    const direction = sort?.descending === true ? 'descending' : 'ascending';
    for (const [index, { key }] of this.columns.entries())
      this.element.children[index]?.setAttribute('aria-sort', sort?.key === key ? direction : 'none');
  }

  /** Gives the focus to a column's header. */
  focus(key: string): void {
    const cell = this.element.children[this.columns.findIndex((column) => column.key === key)];
    if (cell instanceof HTMLElement) cell.focus();
  }

  private cell(column: Column<Row>, index: number): HTMLElement {
    const cell = element('div', {
      class: cellClass(column),
      text: column.label,
      attributes: {
        role: 'columnheader',
        'aria-colindex': String(index + 1),
        tabindex: index === 0 ? '0' : '-1',
        title: column.title ?? column.label,
      },
    });
    cell.addEventListener('click', () => this.sortBy(column));
    cell.addEventListener('keydown', (event) => this.onKey(event, column, index));
    return cell;
  }

  private onKey(event: KeyboardEvent, column: Column<Row>, index: number): void {
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      this.sortBy(column);
      return;
    }
    const last = this.columns.length - 1;
    const goal = { ArrowLeft: index - 1, ArrowRight: index + 1, Home: 0, End: last }[event.key];
    if (goal === undefined) return;
    event.preventDefault();
    const target = this.element.children[Math.min(last, Math.max(0, goal))];
    if (!(target instanceof HTMLElement)) return;
    for (const cell of this.element.children) cell.setAttribute('tabindex', '-1');
    target.setAttribute('tabindex', '0');
    target.focus();
  }
}
