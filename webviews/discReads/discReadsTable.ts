import { element } from '../common/dom';
import { FilteredTable } from '../common/table/filteredTable';
import type { TableState } from '../common/table/tableOptions';
import type { DiscReadsContent, DiscRow } from '../messages/discReads';
import { discReadsColumns, type ShareScale } from './discReadsColumns';
import { discReadsTotals, shareScaleOf } from './discReadsTotals';

const minWidth = '43em';
const measuredMinWidth = '64em';
const programMinWidth = '72em';

/** The reads matrix by matrix; columns that only a measurement fills come with it. */
export class DiscReadsTable {
  readonly element: HTMLElement;
  readonly filter: HTMLElement;
  private readonly rows: FilteredTable<DiscRow>;
  private shares: ShareScale = { total: 0, largest: 0 };
  private isMeasured = false;
  private isProgram = false;
  private content: DiscReadsContent | undefined;

  /**
   * @param selected gets the selected matrix.
   * @param changed sort, filter, selection or place did, for storing them.
   */
  constructor(selected: (name: string) => void, changed: () => void) {
    this.rows = new FilteredTable<DiscRow>('Filter matrices', {
      label: 'Disc reads by matrix',
      columns: this.columns,
      minWidth,
      key: ({ name }) => name,
      noun: ['row', 'rows'],
      footer: (shown) => discReadsTotals(shown, this.content),
      selected,
      changed,
    });
    this.filter = this.rows.filter;
    this.element = element('section', { class: 'pane' }, this.rows.table.element);
  }

  get state(): TableState {
    return this.rows.state;
  }

  restore(state: TableState): void {
    this.rows.restore(state);
  }

  show(content: DiscReadsContent): void {
    this.content = content;
    this.shares = shareScaleOf(content.rows);
    const isMeasured = content.rows.some(({ ms }) => ms !== undefined);
    this.setColumns(isMeasured, content.subject.isProgram === true);
    this.rows.table.setRows(content.rows);
  }

  select(matrix: string): void {
    this.rows.table.select(matrix);
  }

  private get columns(): ReturnType<typeof discReadsColumns> {
    return discReadsColumns(() => this.shares, this.isMeasured, this.isProgram);
  }

  private setColumns(isMeasured: boolean, isProgram: boolean): void {
    if (isMeasured === this.isMeasured && isProgram === this.isProgram) return;
    this.isMeasured = isMeasured;
    this.isProgram = isProgram;
    this.rows.table.setColumns(
      this.columns,
      isProgram ? programMinWidth : isMeasured ? measuredMinWidth : minWidth,
    );
  }
}
