import { element } from '../common/dom';
import { FilteredTable } from '../common/table/filteredTable';
import type { TableOptions, TableState } from '../common/table/tableOptions';
import type { OpenedTrace } from '../messages/trace';

/** One tab of the editor of a trace. */
export interface Pane {
  readonly id: string;
  readonly title: string;
  readonly element: HTMLElement;
  /** Has it anything to show of this trace? */
  isUseful(trace: OpenedTrace): boolean;
  show(trace: OpenedTrace): void;
  readonly state?: TableState;
  restore?(state: TableState): void;
}

/** What makes a pane with a table. */
export interface TablePaneOptions<Row> {
  readonly id: string;
  readonly title: string;
  /** Accessible name of the field that filters. */
  readonly filter: string;
  readonly table: TableOptions<Row>;
  readonly rows: (trace: OpenedTrace) => readonly Row[];
  /** A line above the table. */
  readonly note?: (trace: OpenedTrace) => string;
  /** A picture above the table, with the same data. */
  readonly picture?: { readonly element: HTMLElement; show(trace: OpenedTrace): void };
  readonly isUseful?: (trace: OpenedTrace) => boolean;
}

/** A table with its filter and a line above it. */
export class TablePane<Row> implements Pane {
  readonly id: string;
  readonly title: string;
  readonly element: HTMLElement;
  readonly table: FilteredTable<Row>;
  private readonly line = element('p', { class: 'pane-note muted' });

  constructor(private readonly options: TablePaneOptions<Row>) {
    const { id, title, filter, table, picture } = options;
    this.id = id;
    this.title = title;
    this.table = new FilteredTable<Row>(filter, table);
    this.element = element(
      'section',
      { class: 'pane' },
      element('div', { class: 'pane-bar' }, this.line, this.table.filter),
      ...(picture === undefined ? [] : [picture.element]),
      this.table.table.element,
    );
  }

  get state(): TableState {
    return this.table.state;
  }

  restore(state: TableState): void {
    this.table.restore(state);
  }

  isUseful(trace: OpenedTrace): boolean {
    return this.options.isUseful?.(trace) ?? true;
  }

  show(trace: OpenedTrace): void {
    this.line.textContent = this.options.note?.(trace) ?? '';
    this.options.picture?.show(trace);
    this.table.table.setRows(this.options.rows(trace));
  }
}
