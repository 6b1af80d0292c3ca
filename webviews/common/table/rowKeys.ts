import { rowsOfPage } from './rowWindow';
import type { TableBody } from './tableBody';
import type { TableOptions } from './tableOptions';
import type { TableRows } from './tableRows';

/** The keys of the rows: arrows, pages and ends move, Enter opens, left and right walk a tree. */
export class RowKeys<Row> {
  constructor(
    private readonly rows: TableRows<Row>,
    private readonly body: TableBody<Row>,
    private readonly options: Pick<TableOptions<Row>, 'key' | 'tree' | 'activated'>,
  ) {
    body.viewport.addEventListener('keydown', (event) => {
      if (this.handle(event.key)) event.preventDefault();
    });
  }

  /** Opens or closes a row that has something below it; `open` says which, else the other of what it is. */
  toggle(key: string, open?: boolean): boolean {
    const { tree } = this.options;
    const row = this.rows.shown[this.rows.indexOf(key)];
    const isOpen = row === undefined ? undefined : tree?.isOpen(row);
    if (isOpen === undefined || isOpen === open) return false;
    tree?.toggle(key);
    return true;
  }

  /** @returns true when the key was one of the table's. */
  private handle(key: string): boolean {
    const { selected } = this.rows;
    const current = this.rows.indexOf(selected);
    if (this.handleInTree(key, current)) return true;
    const { activated } = this.options;
    if (key === 'Enter' && activated !== undefined && selected !== undefined && current >= 0) {
      activated(selected);
      return true;
    }
    return this.move(key, current);
  }

  private handleInTree(key: string, current: number): boolean {
    const { tree, key: keyOf } = this.options;
    const row = this.rows.shown[current];
    if (tree === undefined || row === undefined) return false;
    if (key === 'Enter' || key === ' ') return this.toggle(keyOf(row));
    if (key === 'ArrowRight') return this.toggle(keyOf(row), true);
    if (key !== 'ArrowLeft') return false;
    if (this.toggle(keyOf(row), false)) return true;
    const parent = this.rows.indexOf(tree.parent(row));
    if (parent >= 0) this.body.focus(parent);
    return parent >= 0;
  }

  private move(key: string, current: number): boolean {
    const page = rowsOfPage(this.body.viewport);
    const last = this.rows.shown.length - 1;
    const goal = {
      ArrowUp: current - 1,
      ArrowDown: current + 1,
      PageUp: current - page,
      PageDown: current + page,
      Home: 0,
      End: last,
    }[key];
    if (goal === undefined || last < 0) return false;
    this.body.focus(Math.min(last, Math.max(0, goal)));
    return true;
  }
}
