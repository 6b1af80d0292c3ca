import type { PassTime } from '../../model/trace/passTimes';
import { totalMs } from '../../model/trace/timeSplit';
import { element } from '../common/dom';
import { FilteredTable } from '../common/table/filteredTable';
import type { TableState } from '../common/table/tableOptions';
import type { TimelineContent } from '../messages/timeline';
import { timelinePassColumns } from './timelinePassColumns';
import { timelineSpanColumns } from './timelineSpanColumns';
import { timelineSpans, totalOfSpans, type Span, type ZoomLevel } from './timelineSpans';
import { passTotals, spanTotals } from './timelineTotals';

export interface TimelineTableEvents {
  /** A row is selected, by its key. */
  readonly selected: (key: string) => void;
  /** Enter or a double click on a pass, or on a layer of one. */
  readonly entered: (level: ZoomLevel) => void;
  readonly changed: () => void;
}

/** The passes of a run, or the parts of the one that is zoomed into: one of two tables is shown at a time. */
export class TimelineTables {
  readonly element: HTMLElement;
  readonly filter: HTMLElement;
  private readonly passes: FilteredTable<PassTime>;
  private readonly parts: FilteredTable<Span>;
  private content: TimelineContent | undefined;
  private spans: readonly Span[] = [];
  private spansMs = 0;
  /** What is zoomed into. */
  private level: ZoomLevel | undefined;

  constructor({ selected, entered, changed }: TimelineTableEvents) {
    this.passes = new FilteredTable<PassTime>('Filter passes', {
      label: 'Time by pass',
      columns: timelinePassColumns,
      minWidth: '54em',
      key: passKey,
      noun: ['pass', 'passes'],
      footer: (shown) => passTotals(shown, this.content),
      selected,
      activated: (key) => entered({ pass: Number(key) }),
      changed,
    });
    this.parts = new FilteredTable<Span>('Filter operations', {
      label: 'Time by operation',
      columns: timelineSpanColumns(() => this.spansMs),
      minWidth: '70em',
      key: ({ key }) => key,
      noun: ['row', 'rows'],
      footer: spanTotals,
      selected,
      activated: (key) => {
        const layer = this.spans.find((span) => span.key === key)?.layer;
        if (this.level !== undefined && layer !== undefined) entered({ ...this.level, layer });
      },
    });
    this.filter = element('div', { class: 'filter-slot' }, this.passes.filter);
    this.element = element('section', { class: 'pane' }, this.passes.table.element);
  }

  /** Of the passes, for keeping it. */
  get state(): TableState {
    return this.passes.state;
  }

  /** Of the table that is shown. */
  get selectedKey(): string | undefined {
    return this.inFront.state.selected;
  }

  get shownSpans(): readonly Span[] {
    return this.spans;
  }

  restore(state: TableState): void {
    this.passes.restore(state);
  }

  /** @param level what is zoomed into, where its operations are known. */
  show(content: TimelineContent, level: ZoomLevel | undefined): void {
    const { zoom, operations = [], passes } = content;
    this.content = content;
    this.level = level;
    this.spans =
      level === undefined || zoom === undefined ? [] : timelineSpans(zoom, operations, level.layer);
    this.spansMs = totalMs(totalOfSpans(this.spans));
    this.bringToFront();
    if (level === undefined) this.passes.table.setRows(passes);
    else this.parts.table.setRows(this.spans);
  }

  /** Selects a row of the table that is shown. */
  select(key: string): void {
    this.inFront.table.select(key);
  }

  /** @returns the key of a row by its place in the chart. */
  keyAt(index: number): string | undefined {
    if (this.level !== undefined) return this.spans[index]?.key;
    const pass = this.content?.passes[index];
    return pass === undefined ? undefined : passKey(pass);
  }

  /** @returns the place in the chart of a row; -1 when it has none. */
  indexOf(key: string | undefined): number {
    if (this.level !== undefined) return this.spans.findIndex((span) => span.key === key);
    return this.content?.passes.findIndex((pass) => passKey(pass) === key) ?? -1;
  }

  private get inFront(): FilteredTable<PassTime> | FilteredTable<Span> {
    return this.level === undefined ? this.passes : this.parts;
  }

  private bringToFront(): void {
    const { table, filter } = this.inFront;
    if (table.element.parentElement === this.element) return;
    this.element.replaceChildren(table.element);
    this.filter.replaceChildren(filter);
  }
}

const passKey = ({ pass }: PassTime): string => String(pass);
