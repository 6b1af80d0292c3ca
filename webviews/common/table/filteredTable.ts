import { element } from '../dom';
import { filterField } from '../ui';
import { Table } from './table';
import type { TableOptions, TableState } from './tableOptions';

/** A table with the field that filters it. */
export class FilteredTable<Row> {
  readonly table: Table<Row>;
  readonly filter: HTMLElement;
  private readonly field: ReturnType<typeof filterField>;

  constructor(filterLabel: string, options: TableOptions<Row>) {
    this.table = new Table(options);
    this.field = filterField(filterLabel, (text) => {
      this.table.setFilter(text);
      this.showFilled();
    });
    this.filter = element('div', { class: 'filter-bar', attributes: { role: 'search' } }, this.field.element);
  }

  get state(): TableState {
    return this.table.state;
  }

  restore(state: TableState): void {
    this.field.value = state.filter;
    this.table.restore(state);
    this.showFilled();
  }

  /** A filter is never out of sight while it hides rows. */
  private showFilled(): void {
    this.filter.classList.toggle('filled', this.field.value !== '');
  }
}
