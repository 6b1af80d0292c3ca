import { ColumnRoom } from './columnRoom';
import { filterRows, sortRows, type Column, type Sort } from './columns';
import { count, counted } from './numbers';
import { element, setAttribute, setText } from './dom';

/** Height of a row in CSS pixels; the same as in VS Code's lists, and in table.css. */
export const rowHeight = 22;
/** Scrolling has come to rest when nothing has moved for so long: only then is the place stored. */
const restMs = 200;
/** Rows drawn above and below what is visible, so that a small scroll shows no gap. */
const overscan = 6;

export interface TableOptions<Row> {
  /** Accessible name. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  /** CSS length below which the table scrolls sideways instead of squeezing its columns. */
  readonly minWidth: string;
  /** A stable name of the row: keeps focus and selection when the rows change. */
  readonly key: (row: Row) => string;
  /** Rows that stay below the others whatever the sort, such as totals. */
  readonly footer?: (shown: readonly Row[]) => Readonly<Record<string, string>>;
  /** What a row is called when they are counted: `matrix`. */
  readonly noun?: readonly [one: string, many: string];
  /** The focused row changed by keyboard or mouse. */
  readonly selected?: (key: string) => void;
  /** Enter or a double click on a row that has nothing below it. */
  readonly activated?: (key: string) => void;
  /** Sort, filter, selection or place changed, for storing them. */
  readonly changed?: () => void;
  /** Rows that stand under others: the table is then a tree grid. */
  readonly tree?: Tree<Row>;
}

/** Rows below rows. Those of a closed row are not given to the table at all. */
export interface Tree<Row> {
  /** Key of the row that it stands under. */
  readonly parent: (row: Row) => string | undefined;
  /** Undefined for a row that has nothing below it. */
  readonly isOpen: (row: Row) => boolean | undefined;
  /** The user opens or closes a row by click, Enter or arrow key. */
  readonly toggle: (key: string) => void;
}

/** What a table keeps over a reload. */
export interface TableState {
  readonly sort?: Sort;
  readonly filter: string;
  readonly selected?: string;
  /** How many rows are scrolled out of sight above. */
  readonly top?: number;
}

/**
 * A table that draws only the rows in sight: sorted by a click on a header, filtered by text, one tab stop for the
 * headers and one for the rows, arrow keys within.
 */
export class Table<Row> {
  readonly element: HTMLElement;
  private readonly grid: HTMLElement;
  private readonly head: HTMLElement;
  private readonly body: HTMLElement;
  private readonly viewport: HTMLElement;
  private readonly foot: HTMLElement | undefined;
  private readonly status: HTMLElement;
  /** Why there is no row. */
  private readonly none = element('p', { class: 'table-none muted' });
  private noneText = '';
  private rows: readonly Row[] = [];
  private shown: readonly Row[] = [];
  private sort: Sort | undefined;
  private filter = '';
  private selected: string | undefined;
  private top = 0;
  /** Where to scroll to once there are rows and room. */
  private wantedTop: number | undefined;
  private rest: ReturnType<typeof setTimeout> | undefined;
  private readonly drawn = new Map<string, HTMLElement>();
  private columns: readonly Column<Row>[] = [];
  private room: ColumnRoom<Row>;

  constructor(private readonly options: TableOptions<Row>) {
    const { columns, label, minWidth } = options;
    this.head = element('div', { class: 'table-head', attributes: { role: 'row', 'aria-rowindex': '1' } });
    this.body = element('div', { class: 'table-rows', attributes: { role: 'presentation' } });
    this.viewport = element('div', { class: 'table-viewport', attributes: { role: 'rowgroup' } }, this.body);
    this.status = element('div', { class: 'visually-hidden', attributes: { role: 'status' } });
    this.foot =
      options.footer === undefined
        ? undefined
        : element('div', { class: 'table-foot', attributes: { role: 'row' } });
    this.grid = element(
      'div',
      {
        class: 'table',
        attributes: { role: options.tree === undefined ? 'grid' : 'treegrid', 'aria-label': label },
      },
      element('div', { class: 'table-headgroup', attributes: { role: 'rowgroup' } }, this.head),
      this.viewport,
      ...(this.foot === undefined
        ? []
        : [element('div', { class: 'table-footgroup', attributes: { role: 'rowgroup' } }, this.foot)]),
    );
    // A grid may hold rows alone, so what it tells stands beside it.
    this.element = element('div', { class: 'table-frame' }, this.grid, this.none, this.status);
    this.room = this.drawHead(columns, minWidth);
    this.viewport.addEventListener('scroll', () => this.onScroll());
    this.viewport.addEventListener('keydown', (event) => this.onRowKey(event));
    new ResizeObserver(() => {
      this.takeUpPlace();
      this.drawVisible();
    }).observe(this.viewport);
  }

  get state(): TableState {
    return {
      filter: this.filter,
      ...(this.sort === undefined ? {} : { sort: this.sort }),
      ...(this.selected === undefined ? {} : { selected: this.selected }),
      ...(this.top === 0 ? {} : { top: this.top }),
    };
  }

  /** Takes back what `state` gave. */
  restore(state: TableState): void {
    this.sort = state.sort;
    this.filter = state.filter;
    this.selected = state.selected;
    this.top = state.top ?? 0;
    this.wantedTop = state.top;
    this.arrange();
  }

  /** @param none why there are no rows, where there are none. */
  setRows(rows: readonly Row[], none = ''): void {
    this.rows = rows;
    this.noneText = none;
    this.arrange();
  }

  /** Shows other columns of the same rows; filter, selection and focus stay, and so does the sort if it can. */
  setColumns(columns: readonly Column<Row>[], minWidth: string): void {
    const inHead = [...this.head.children].findIndex((cell) => cell === document.activeElement);
    const focusedKey = this.columns[inHead]?.key;
    const focusedRow = [...this.drawn].find(([, line]) => line === document.activeElement)?.[0];
    for (const line of this.drawn.values()) line.remove();
    this.drawn.clear();
    this.room = this.drawHead(columns, minWidth);
    this.arrange();
    if (focusedRow !== undefined) this.drawn.get(focusedRow)?.focus({ preventScroll: true });
    const cell = this.head.children[columns.findIndex(({ key }) => key === focusedKey)];
    if (cell instanceof HTMLElement) cell.focus();
  }

  setFilter(text: string): void {
    this.filter = text;
    this.arrange();
    const total = counted(this.rows.length, ...(this.options.noun ?? ['row', 'rows']));
    setText(this.status, `${count(this.shown.length)} of ${total}`);
    this.options.changed?.();
  }

  /** Selects a row and brings it into sight, without taking the focus. */
  select(key: string): void {
    this.selected = key;
    const index = this.shown.findIndex((row) => this.options.key(row) === key);
    if (index >= 0) this.reveal(index);
    this.drawVisible();
  }

  /** Takes the keyboard's focus to the selected row. */
  focus(): void {
    const index = this.shown.findIndex((row) => this.options.key(row) === this.selected);
    if (index >= 0) this.focusRow(index);
  }

  private drawHead(columns: readonly Column<Row>[], minWidth: string): ColumnRoom<Row> {
    this.columns = columns;
    this.head.replaceChildren(...columns.map((column, index) => this.headerCell(column, index)));
    this.grid.setAttribute('aria-colcount', String(columns.length));
    const room = new ColumnRoom(columns, minWidth);
    this.makeRoom(room);
    return room;
  }

  private makeRoom({ tracks, width }: ColumnRoom<Row>): void {
    this.grid.style.setProperty('--columns', tracks);
    this.grid.style.setProperty('--table-width', width);
  }

  private headerCell(column: Column<Row>, index: number): HTMLElement {
    const cell = element('div', {
      class: column.numeric === true ? 'cell numeric' : 'cell',
      text: column.label,
      attributes: {
        role: 'columnheader',
        'aria-colindex': String(index + 1),
        tabindex: index === 0 ? '0' : '-1',
        title: column.title ?? column.label,
      },
    });
    cell.addEventListener('click', () => this.sortBy(column.key));
    cell.addEventListener('keydown', (event) => this.onHeaderKey(event, column.key, index));
    return cell;
  }

  /** First click ascending (numbers: largest first), second the other way, third the given order. */
  private sortBy(key: string): void {
    const first = this.columns.find((column) => column.key === key)?.numeric === true;
    if (this.sort?.key !== key) this.sort = { key, descending: first };
    else this.sort = this.sort.descending === first ? { key, descending: !first } : undefined;
    this.arrange();
    this.options.changed?.();
  }

  private arrange(): void {
    const { columns } = this;
    const { key, footer } = this.options;
    this.shown = this.inTree(sortRows(filterRows(this.rows, columns, this.filter), columns, this.sort));
    this.grid.setAttribute(
      'aria-rowcount',
      String(this.shown.length + 1 + (this.foot === undefined ? 0 : 1)),
    );
    columns.forEach((column, index) => {
      const direction = this.sort?.descending === true ? 'descending' : 'ascending';
      setAttribute(
        this.head.children[index] as Element,
        'aria-sort',
        this.sort?.key === column.key ? direction : 'none',
      );
    });
    // Without any rows, they are still to come.
    const isLost = this.rows.length > 0 && !this.shown.some((row) => key(row) === this.selected);
    if (isLost) this.selected = undefined;
    this.body.style.height = `${this.shown.length * rowHeight}px`;
    const [noun] = this.options.noun ?? ['row'];
    const none = this.rows.length > 0 ? `No ${noun} matches the filter.` : this.noneText;
    setText(this.none, this.shown.length === 0 ? none : '');
    this.takeUpPlace();
    if (this.foot !== undefined && footer !== undefined) this.drawFooter(this.foot, footer(this.shown));
    this.drawVisible(true);
  }

  /** Puts each row below the one that it stands under, where that one is shown. */
  private inTree(rows: readonly Row[]): readonly Row[] {
    const { tree, key } = this.options;
    if (tree === undefined) return rows;
    const keys = new Set(rows.map(key));
    const tops: Row[] = [];
    const below = new Map<string, Row[]>();
    for (const row of rows) {
      const parent = tree.parent(row);
      if (parent === undefined || !keys.has(parent)) tops.push(row);
      else below.set(parent, [...(below.get(parent) ?? []), row]);
    }
    return tops.flatMap((row) => [row, ...(below.get(key(row)) ?? [])]);
  }

  private drawFooter(foot: HTMLElement, cells: Readonly<Record<string, string>>): void {
    foot.setAttribute('aria-rowindex', String(this.shown.length + 2));
    const isTight =
      this.columns.filter((column) => this.room.note(column, cells[column.key] ?? '')).length > 0;
    if (isTight) this.makeRoom(this.room);
    foot.replaceChildren(
      ...this.columns.map((column, index) =>
        element('div', {
          class: column.numeric === true ? 'cell numeric' : 'cell',
          text: cells[column.key] ?? '',
          attributes: { role: 'gridcell', 'aria-colindex': String(index + 1) },
        }),
      ),
    );
  }

  private onScroll(): void {
    this.drawVisible();
    if (this.viewport.clientHeight === 0) return;
    const top = Math.round(this.viewport.scrollTop / rowHeight);
    if (top === this.top) return;
    this.top = top;
    clearTimeout(this.rest);
    this.rest = setTimeout(() => this.options.changed?.(), restMs);
  }

  /** Goes back to the place of before a reload. */
  private takeUpPlace(): void {
    if (this.wantedTop === undefined || this.shown.length === 0 || this.viewport.clientHeight === 0) return;
    this.viewport.scrollTop = this.wantedTop * rowHeight;
    this.wantedTop = undefined;
  }

  /** Rows that stay in sight keep their elements, so that an update never takes the focus away. */
  private drawVisible(refill = false): void {
    const top = this.viewport.scrollTop;
    const first = Math.max(0, Math.floor(top / rowHeight) - overscan);
    const last = Math.ceil((top + this.viewport.clientHeight) / rowHeight) + overscan;
    const { key } = this.options;
    const focused = document.activeElement;
    const wanted = this.shown
      .map((row, index) => ({ row, index, key: key(row) }))
      .filter((item) => (item.index >= first && item.index < last) || this.drawn.get(item.key) === focused);
    const keys = new Set(wanted.map((item) => item.key));
    for (const [drawnKey, line] of this.drawn) {
      if (keys.has(drawnKey)) continue;
      line.remove();
      this.drawn.delete(drawnKey);
    }
    const tabStop = this.selected ?? (this.shown[0] === undefined ? undefined : key(this.shown[0]));
    for (const item of wanted) {
      const old = this.drawn.get(item.key);
      const line = old ?? this.newRow(item.key);
      if (old === undefined || refill) this.fillRow(line, item.row, item.index);
      line.setAttribute('tabindex', item.key === tabStop ? '0' : '-1');
      line.setAttribute('aria-selected', String(item.key === this.selected));
    }
  }

  private newRow(key: string): HTMLElement {
    const cells = this.columns.map((column, index) =>
      element('div', {
        class: column.numeric === true ? 'cell numeric' : 'cell',
        attributes: { role: 'gridcell', 'aria-colindex': String(index + 1) },
      }),
    );
    const line = element('div', { class: 'table-row', attributes: { role: 'row' } }, ...cells);
    line.dataset['key'] = key;
    line.addEventListener('focus', () => this.onSelect(key));
    line.addEventListener('click', () => {
      line.focus();
      this.toggle(key);
    });
    line.addEventListener('dblclick', () => this.options.activated?.(key));
    this.body.append(line);
    this.drawn.set(key, line);
    return line;
  }

  private fillRow(line: HTMLElement, row: Row, index: number): void {
    line.setAttribute('aria-rowindex', String(index + 2));
    line.classList.toggle('odd', index % 2 === 1);
    const { tree } = this.options;
    if (tree !== undefined) {
      const isOpen = tree.isOpen(row);
      setAttribute(line, 'aria-level', tree.parent(row) === undefined ? '1' : '2');
      setAttribute(line, 'aria-expanded', isOpen === undefined ? undefined : String(isOpen));
    }
    line.style.transform = `translateY(${index * rowHeight}px)`;
    let isTight = false;
    for (const [columnIndex, column] of this.columns.entries()) {
      const cell = line.children[columnIndex];
      if (!(cell instanceof HTMLElement)) continue;
      if (column.draw !== undefined) {
        column.draw(row, cell);
        continue;
      }
      const text = column.text(row);
      cell.textContent = text;
      cell.title = text;
      if (this.room.note(column, text)) isTight = true;
    }
    if (isTight) this.makeRoom(this.room);
  }

  private onSelect(key: string): void {
    if (this.selected === key) return;
    this.selected = key;
    this.drawVisible();
    this.options.selected?.(key);
    this.options.changed?.();
  }

  private onHeaderKey(event: KeyboardEvent, key: string, index: number): void {
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      this.sortBy(key);
      return;
    }
    const last = this.columns.length - 1;
    const goal = { ArrowLeft: index - 1, ArrowRight: index + 1, Home: 0, End: last }[event.key];
    if (goal === undefined) return;
    event.preventDefault();
    const target = this.head.children[Math.min(last, Math.max(0, goal))];
    if (!(target instanceof HTMLElement)) return;
    for (const cell of this.head.children) cell.setAttribute('tabindex', '-1');
    target.setAttribute('tabindex', '0');
    target.focus();
  }

  /** Opens or closes a row that has something below it; `open` says which, else the other of what it is. */
  private toggle(key: string, open?: boolean): boolean {
    const { tree, key: keyOf } = this.options;
    const row = this.shown.find((item) => keyOf(item) === key);
    const isOpen = row === undefined ? undefined : tree?.isOpen(row);
    if (isOpen === undefined || isOpen === open) return false;
    tree?.toggle(key);
    return true;
  }

  /** Keys of a tree; true when the key was one and did something. */
  private onTreeKey(key: string, current: number): boolean {
    const row = this.shown[current];
    const { tree, key: keyOf } = this.options;
    if (tree === undefined || row === undefined) return false;
    if (key === 'Enter' || key === ' ') return this.toggle(keyOf(row));
    if (key === 'ArrowRight') return this.toggle(keyOf(row), true);
    if (key !== 'ArrowLeft') return false;
    if (this.toggle(keyOf(row), false)) return true;
    const parent = this.shown.findIndex((item) => keyOf(item) === tree.parent(row));
    if (parent >= 0) this.focusRow(parent);
    return parent >= 0;
  }

  private onRowKey(event: KeyboardEvent): void {
    const current = this.shown.findIndex((row) => this.options.key(row) === this.selected);
    if (this.onTreeKey(event.key, current)) {
      event.preventDefault();
      return;
    }
    const { activated } = this.options;
    if (event.key === 'Enter' && activated !== undefined && this.selected !== undefined && current >= 0) {
      event.preventDefault();
      activated(this.selected);
      return;
    }
    const page = Math.max(1, Math.floor(this.viewport.clientHeight / rowHeight) - 1);
    const last = this.shown.length - 1;
    const goal = {
      ArrowUp: current - 1,
      ArrowDown: current + 1,
      PageUp: current - page,
      PageDown: current + page,
      Home: 0,
      End: last,
    }[event.key];
    if (goal === undefined || last < 0) return;
    event.preventDefault();
    this.focusRow(Math.min(last, Math.max(0, goal)));
  }

  private focusRow(index: number): void {
    const row = this.shown[index];
    if (row === undefined) return;
    this.reveal(index);
    this.drawVisible();
    this.drawn.get(this.options.key(row))?.focus({ preventScroll: true });
  }

  private reveal(index: number): void {
    const top = index * rowHeight;
    const height = this.viewport.clientHeight;
    if (top < this.viewport.scrollTop) this.viewport.scrollTop = top;
    else if (top + rowHeight > this.viewport.scrollTop + height)
      this.viewport.scrollTop = top + rowHeight - height;
  }
}
