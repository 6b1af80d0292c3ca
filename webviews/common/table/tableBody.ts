import { element } from '../dom';
import type { Column } from './column';
import type { ColumnWidths } from './columnWidths';
import { fillRow, rowElement } from './rowElement';
import { rowHeight, rowsToDraw, scrollTopFor } from './rowWindow';
import type { TableOptions } from './tableOptions';
import type { TableRows } from './tableRows';

/** What happens to a row, by its key. */
export interface RowEvents {
  readonly focused: (key: string) => void;
  readonly clicked: (key: string) => void;
  readonly activated: (key: string) => void;
  /** A number needs a wider column. */
  readonly widened: () => void;
}

/** Draws the rows in sight. Those that stay in sight keep their elements, so that an update never takes the focus. */
export class TableBody<Row> {
  readonly viewport: HTMLElement;
  private readonly body = element('div', { class: 'table-rows', attributes: { role: 'presentation' } });
  private readonly drawn = new Map<string, HTMLElement>();

  constructor(
    private readonly rows: TableRows<Row>,
    private readonly options: Pick<TableOptions<Row>, 'key' | 'tree'>,
    private readonly events: RowEvents,
    private columns: readonly Column<Row>[],
    private widths: ColumnWidths<Row>,
  ) {
    this.viewport = element('div', { class: 'table-viewport', attributes: { role: 'rowgroup' } }, this.body);
  }

  /** Key of the row that has the focus, if one of these has. */
  get focusedKey(): string | undefined {
    return [...this.drawn].find(([, line]) => line === document.activeElement)?.[0];
  }

  /** Replaces the columns; all rows have to be drawn again. */
  setColumns(columns: readonly Column<Row>[], widths: ColumnWidths<Row>): void {
    for (const line of this.drawn.values()) line.remove();
    this.drawn.clear();
    this.columns = columns;
    this.widths = widths;
  }

  /** Makes room for so many rows. */
  setHeight(rows: number): void {
    this.body.style.height = `${rows * rowHeight}px`;
  }

  /** Draws the rows in sight. @param refill the contents of rows may have changed. */
  draw(refill = false): void {
    const { tabStop, selected } = this.rows;
    const wanted = new Map(this.indicesToDraw().flatMap((index) => this.keyed(index)));
    for (const [key, line] of this.drawn) {
      if (wanted.has(key)) continue;
      line.remove();
      this.drawn.delete(key);
    }
    for (const [key, { row, index }] of wanted) {
      const old = this.drawn.get(key);
      const line = old ?? this.add(key);
      if (old === undefined || refill) this.fill(line, row, index);
      line.setAttribute('tabindex', key === tabStop ? '0' : '-1');
      line.setAttribute('aria-selected', String(key === selected));
    }
  }

  /** Brings a row into sight and gives it the focus. */
  focus(index: number): void {
    const row = this.rows.shown[index];
    if (row === undefined) return;
    this.reveal(index);
    this.draw();
    this.focusDrawn(this.options.key(row));
  }

  /** Gives the focus to a row that is drawn. */
  focusDrawn(key: string): void {
    this.drawn.get(key)?.focus({ preventScroll: true });
  }

  /** Scrolls a row into sight. */
  reveal(index: number): void {
    const top = scrollTopFor(index, this.viewport);
    if (top !== this.viewport.scrollTop) this.viewport.scrollTop = top;
  }

  /** The rows in sight, and the focused row wherever it is. */
  private indicesToDraw(): readonly number[] {
    const indices = rowsToDraw(this.viewport, this.rows.shown.length);
    const focused = this.rows.indexOf(this.focusedKey);
    return focused < 0 || indices.includes(focused) ? indices : [...indices, focused].sort((a, b) => a - b);
  }

  private keyed(index: number): (readonly [string, { readonly row: Row; readonly index: number }])[] {
    const row = this.rows.shown[index];
    return row === undefined ? [] : [[this.options.key(row), { row, index }]];
  }

  private fill(line: HTMLElement, row: Row, index: number): void {
    if (fillRow(line, row, index, this.columns, this.widths, this.options.tree)) this.events.widened();
  }

  private add(key: string): HTMLElement {
    const line = rowElement(this.columns);
    line.dataset['key'] = key;
    line.addEventListener('focus', () => this.events.focused(key));
    line.addEventListener('click', () => {
      line.focus();
      this.events.clicked(key);
    });
    line.addEventListener('dblclick', () => this.events.activated(key));
    this.body.append(line);
    this.drawn.set(key, line);
    return line;
  }
}
