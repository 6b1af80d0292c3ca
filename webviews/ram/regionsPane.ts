import { element } from '../common/dom';
import { FilteredTable } from '../common/table/filteredTable';
import type { TableState } from '../common/table/tableOptions';
import type { RamContent } from '../messages/ram';
import { RamBar, regionKey } from './ramBar';
import { ramColumns, type RamScale } from './ramColumns';
import { lineKey, lineParent, ramLines, type RamLine } from './ramLines';
import { ramTotals } from './ramTotals';

/** What the pane keeps over a reload. */
export interface RegionsState extends TableState {
  /** Keys of the regions whose contents are shown. */
  readonly open?: readonly string[];
}

const nothing: RamScale = { totalBytes: 0, positions: 0, contextLength: 0 };

/** The regions of the RAM: the bar, and a table with the same data and the contents of each region. */
export class RegionsPane {
  readonly element: HTMLElement;
  readonly filter: HTMLElement;
  private readonly open = new Set<string>();
  private readonly bar: RamBar;
  private readonly rows: FilteredTable<RamLine>;
  private content: RamContent | undefined;

  /**
   * @param selected another line is selected.
   * @param changed sort, filter, selection, place or what is open did, for storing them.
   */
  constructor(
    private readonly selected: () => void,
    private readonly changed: () => void,
  ) {
    this.bar = new RamBar((key) => {
      this.rows.table.select(key);
      this.selected();
    }, true);
    this.rows = new FilteredTable<RamLine>('Filter regions', {
      label: 'RAM by region',
      columns: ramColumns(
        () => this.content ?? nothing,
        (line) => this.open.has(lineKey(line)),
      ),
      minWidth: '48em',
      key: lineKey,
      noun: ['row', 'rows'],
      footer: (shown) => ramTotals(shown, this.content?.totalBytes ?? 0),
      selected: (key) => {
        this.bar.mark(key.split('/')[0]);
        this.selected();
      },
      changed,
      tree: {
        parent: lineParent,
        isOpen: (line) =>
          line.type === 'region' && line.inside.length > 0 ? this.open.has(lineKey(line)) : undefined,
        toggle: (key) => this.toggle(key),
      },
    });
    this.filter = this.rows.filter;
    this.element = element('section', { class: 'pane' }, this.bar.element, this.rows.table.element);
  }

  get state(): RegionsState {
    return { ...this.rows.state, open: [...this.open] };
  }

  restore(state: RegionsState): void {
    for (const key of state.open ?? []) this.open.add(key);
    this.rows.restore(state);
    this.bar.mark(state.selected?.split('/')[0]);
  }

  show(content: RamContent): void {
    this.content = content;
    this.bar.show(content.regions, content.totalBytes);
    this.showLines();
  }

  /** The matrix whose weights are selected. */
  get selectedMatrix(): string | undefined {
    const { selected } = this.rows.state;
    const line = this.lines.find((one) => lineKey(one) === selected);
    return line?.type === 'buffer' && line.buffer.kind === 'weights' ? matrixOf(line.buffer.name) : undefined;
  }

  /** Selects where a matrix is resident, or the slots that it is streamed into. @returns whether there is such a place. */
  select(matrix: string): boolean {
    const { buffers = [], regions = [] } = this.content ?? {};
    const buffer = buffers.find(({ kind, name }) => kind === 'weights' && matrixOf(name) === matrix);
    const region = regions.find(({ kind, start, end }) =>
      buffer === undefined ? kind === 'stream' : buffer.start >= start && buffer.end <= end,
    );
    if (region === undefined) return false;
    const key = regionKey(region);
    if (buffer !== undefined) this.open.add(key);
    this.showLines();
    this.rows.table.select(buffer === undefined ? key : lineKey({ type: 'buffer', region, buffer }));
    this.bar.mark(key);
    return true;
  }

  private get lines(): readonly RamLine[] {
    return this.content === undefined ? [] : ramLines(this.content, this.open);
  }

  private showLines(): void {
    this.rows.table.setRows(this.lines);
  }

  private toggle(key: string): void {
    if (!this.open.delete(key)) this.open.add(key);
    this.showLines();
    this.changed();
  }
}

/** The matrix of a part: `layers.00.ffn.w1[0…99]` is one of `layers.00.ffn.w1`. */
const matrixOf = (name: string): string => name.replace(/\[.*$/, '');
