import type { Column } from './column';
import { filterRows, sortRows, treeOrder, type Sort } from './rowOrder';
import type { TableOptions } from './tableOptions';

/** The rows of a table: all of them, those that are shown in their order, and which one is selected. */
export class TableRows<Row> {
  sort: Sort | undefined;
  filter = '';
  /** Key of the selected row. */
  selected: string | undefined;
  private all: readonly Row[] = [];
  private inOrder: readonly Row[] = [];
  /** Of the rows that are shown, by key: no look at a row has to walk the others. */
  private indices = new Map<string, number>();

  constructor(private readonly options: Pick<TableOptions<Row>, 'key' | 'tree'>) {}

  /** How many there are, shown or not. */
  get total(): number {
    return this.all.length;
  }

  get shown(): readonly Row[] {
    return this.inOrder;
  }

  setAll(rows: readonly Row[]): void {
    this.all = rows;
  }

  /** Filters and sorts again. A selected row that is no longer shown is deselected. */
  arrange(columns: readonly Column<Row>[]): void {
    const { key, tree } = this.options;
    const sorted = sortRows(filterRows(this.all, columns, this.filter), columns, this.sort);
    this.inOrder = tree === undefined ? sorted : treeOrder(sorted, key, tree);
    this.indices = new Map();
    for (const [index, row] of this.inOrder.entries()) {
      const own = key(row);
      if (!this.indices.has(own)) this.indices.set(own, index);
    }
    // Without any rows, they are still to come.
    if (this.all.length > 0 && this.indexOf(this.selected) < 0) this.selected = undefined;
  }

  /** First click ascending (numbers: largest first), second the other way, third the given order. */
  sortBy({ key, numeric }: Column<Row>): void {
    const first = numeric === true;
    if (this.sort?.key !== key) this.sort = { key, descending: first };
    else this.sort = this.sort.descending === first ? { key, descending: !first } : undefined;
  }

  /** Place of a row among those that are shown; -1 when it is not. */
  indexOf(key: string | undefined): number {
    return (key === undefined ? undefined : this.indices.get(key)) ?? -1;
  }

  /** Key of the row that Tab leads to. */
  get tabStop(): string | undefined {
    const [first] = this.inOrder;
    return this.selected ?? (first === undefined ? undefined : this.options.key(first));
  }
}
