import { differs, type ComparedRow } from '../../model/trace/compare/compare';
import { checkBox } from '../common/controls';
import { element } from '../common/dom';
import { FilteredTable } from '../common/table/filteredTable';
import { count, counted } from '../common/numbers';
import type { TableState } from '../common/table/tableOptions';
import type { OpenedTrace } from '../messages/trace';
import { traceComparisonColumns } from './traceColumns';
import type { Pane } from './tracePane';

/** The run beside an earlier one: what differs, unless all figures are asked for. */
export class ComparisonPane implements Pane {
  readonly id = 'comparison';
  readonly title = 'Comparison';
  readonly element: HTMLElement;
  private readonly table: FilteredTable<ComparedRow>;
  private readonly line = element('p', { class: 'pane-note muted' });
  private readonly differences = element('ul', { class: 'differences' });
  private onlyChanged = true;
  private trace: OpenedTrace | undefined;

  constructor(changed: () => void) {
    this.table = new FilteredTable<ComparedRow>('Filter figures', {
      label: 'Figures of this run and of the baseline',
      columns: traceComparisonColumns,
      minWidth: '50em',
      key: ({ metric, row = '' }) => `${metric} ${row}`,
      noun: ['figure', 'figures'],
      changed,
    });
    const box = checkBox('Only differences', true, (isOn) => {
      this.onlyChanged = isOn;
      if (this.trace !== undefined) this.show(this.trace);
    });
    this.element = element(
      'section',
      { class: 'pane' },
      element('div', { class: 'pane-bar' }, this.line, box.element, this.table.filter),
      this.differences,
      this.table.table.element,
    );
  }

  get state(): TableState {
    return this.table.state;
  }

  restore(state: TableState): void {
    this.table.restore(state);
  }

  isUseful({ comparison }: OpenedTrace): boolean {
    return comparison !== undefined;
  }

  show(trace: OpenedTrace): void {
    this.trace = trace;
    const { comparison } = trace;
    if (comparison === undefined) return;
    const changed = comparison.rows.filter(differs);
    this.line.textContent = `Compared with ${comparison.baseline}: ${count(changed.length)} of ${counted(comparison.rows.length, 'figure')} differ. Lower is better for all of them.`;
    this.differences.replaceChildren(...comparison.differences.map((text) => element('li', { text })));
    this.differences.hidden = comparison.differences.length === 0;
    this.table.table.setRows(this.onlyChanged ? changed : comparison.rows);
  }
}
