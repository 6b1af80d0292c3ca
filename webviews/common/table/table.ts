import { element } from '../dom';
import type { Column } from './column';
import { ColumnWidths } from './columnWidths';
import { RowKeys } from './rowKeys';
import { ScrollPlace } from './scrollPlace';
import { TableBody } from './tableBody';
import { TableFoot } from './tableFoot';
import { TableHead } from './tableHead';
import { TableNotes } from './tableNotes';
import type { TableOptions, TableState } from './tableOptions';
import { TableRows } from './tableRows';

/**
 * A table that draws only the rows in sight: sorted by a click on a header, filtered by text, one tab stop for the
 * headers and one for the rows, arrow keys within.
 */
export class Table<Row> {
  readonly element: HTMLElement;
  private readonly grid: HTMLElement;
  private readonly rows: TableRows<Row>;
  private readonly head: TableHead<Row>;
  private readonly body: TableBody<Row>;
  private readonly foot: TableFoot<Row> | undefined;
  private readonly notes: TableNotes;
  private readonly keys: RowKeys<Row>;
  private readonly place: ScrollPlace;
  private columns: readonly Column<Row>[];
  private widths: ColumnWidths<Row>;

  constructor(private readonly options: TableOptions<Row>) {
    const { columns, label, minWidth, tree, footer, noun } = options;
    this.columns = columns;
    this.widths = new ColumnWidths(columns, minWidth);
    this.rows = new TableRows(options);
    this.head = new TableHead((column) => this.sortBy(column));
    this.body = new TableBody(
      this.rows,
      options,
      {
        focused: (key) => this.onFocus(key),
        clicked: (key) => this.keys.toggle(key),
        activated: (key) => this.options.activated?.(key),
        widened: () => this.applyWidths(),
      },
      columns,
      this.widths,
    );
    this.foot = footer === undefined ? undefined : new TableFoot();
    this.notes = new TableNotes(noun);
    this.keys = new RowKeys(this.rows, this.body, options);
    this.place = new ScrollPlace(this.body.viewport, () => this.options.changed?.());
    this.grid = element(
      'div',
      {
        class: 'table',
        attributes: { role: tree === undefined ? 'grid' : 'treegrid', 'aria-label': label },
      },
      element('div', { class: 'table-headgroup', attributes: { role: 'rowgroup' } }, this.head.element),
      this.body.viewport,
      ...(this.foot === undefined ? [] : [this.foot.element]),
    );
    // A grid may contain rows only, so its messages are placed beside it.
    this.element = element('div', { class: 'table-frame' }, this.grid, this.notes.none, this.notes.status);
    this.showHead();
    this.body.viewport.addEventListener('scroll', () => {
      this.body.draw();
      this.place.onScroll();
    });
    new ResizeObserver(() => {
      this.place.takeUp(this.rows.shown.length > 0);
      this.body.draw();
    }).observe(this.body.viewport);
  }

  get state(): TableState {
    const { filter, sort, selected } = this.rows;
    const top = this.place.state;
    return {
      filter,
      ...(sort !== undefined && { sort }),
      ...(selected !== undefined && { selected }),
      ...(top !== undefined && { top }),
    };
  }

  /** Restores what `state` returned. */
  restore({ sort, filter, selected, top }: TableState): void {
    this.rows.sort = sort;
    this.rows.filter = filter;
    this.rows.selected = selected;
    this.place.restore(top);
    this.arrange();
  }

  /** @param none what to say when there are no rows. */
  setRows(rows: readonly Row[], none = ''): void {
    this.rows.setAll(rows);
    this.notes.noneText = none;
    this.arrange();
  }

  /** Shows other columns of the same rows; filter, selection and focus stay, and so does the sort if it can. */
  setColumns(columns: readonly Column<Row>[], minWidth: string): void {
    const header = this.head.focusedKey;
    const row = this.body.focusedKey;
    this.columns = columns;
    this.widths = new ColumnWidths(columns, minWidth);
    this.body.setColumns(columns, this.widths);
    this.showHead();
    this.arrange();
    if (row !== undefined) this.body.focusDrawn(row);
    if (header !== undefined) this.head.focus(header);
  }

  setFilter(text: string): void {
    this.rows.filter = text;
    this.arrange();
    this.notes.tellFiltered(this.rows.shown.length, this.rows.total);
    this.options.changed?.();
  }

  /** Selects a row and brings it into sight, without taking the focus. */
  select(key: string): void {
    this.rows.selected = key;
    const index = this.rows.indexOf(key);
    if (index >= 0) this.body.reveal(index);
    this.body.draw();
  }

  /** Takes the keyboard's focus to the selected row. */
  focus(): void {
    const index = this.rows.indexOf(this.rows.selected);
    if (index >= 0) this.body.focus(index);
  }

  private showHead(): void {
    this.head.show(this.columns);
    this.grid.setAttribute('aria-colcount', String(this.columns.length));
    this.applyWidths();
  }

  private applyWidths(): void {
    this.grid.style.setProperty('--columns', this.widths.tracks);
    this.grid.style.setProperty('--table-width', this.widths.width);
  }

  private sortBy(column: Column<Row>): void {
    this.rows.sortBy(column);
    this.arrange();
    this.options.changed?.();
  }

  private arrange(): void {
    const { rows, foot, columns, widths } = this;
    rows.arrange(columns);
    const { length } = rows.shown;
    this.grid.setAttribute('aria-rowcount', String(length + 1 + (foot === undefined ? 0 : 1)));
    this.head.mark(rows.sort);
    this.notes.show(length, rows.total);
    this.body.setHeight(length);
    this.place.takeUp(length > 0);
    const cells = this.options.footer?.(rows.shown) ?? {};
    if (foot?.show(cells, length, columns, widths) === true) this.applyWidths();
    this.body.draw(true);
  }

  private onFocus(key: string): void {
    if (this.rows.selected === key) return;
    this.rows.selected = key;
    this.body.draw();
    this.options.selected?.(key);
    this.options.changed?.();
  }
}
