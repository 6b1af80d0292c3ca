import { parseFilter } from '../../../model/inspect/filter/filter';
import { FilterError } from '../../../model/inspect/filter/tokens';
import { button, checkBox } from '../../common/controls';
import { element } from '../../common/dom';
import { count, counted, decimal, size } from '../../common/numbers';
import { Table } from '../../common/table/table';
import type { TableState } from '../../common/table/tableOptions';
import { filterField } from '../../common/ui';
import type { InspectorContent, MatrixRow } from '../../messages/inspector';
import type { Links, Pane } from '../inspectorPane';
import { matrixColumns } from './matrixColumns';
import { filterable, flatLines, groupedLines, groupKey, type MatrixLine } from './matrixLines';

/** What the pane keeps over a reload. */
export interface MatricesState {
  readonly table: TableState;
  readonly filter: string;
  readonly isFlat: boolean;
  readonly closed: readonly string[];
}

const minWidth = '58em';

/** Every tensor of the file with its place: grouped by layer, sorted, filtered by a small language. */
export class MatricesPane implements Pane {
  readonly id = 'matrices';
  readonly title = 'Matrices';
  readonly element: HTMLElement;
  private readonly table: Table<MatrixLine>;
  private readonly field = filterField('Filter: layer:3 role:ffn type:q8 size>100k', () => this.onFilter());
  private readonly problem = element('p', { class: 'remark error', attributes: { role: 'status' } });
  private readonly status = element('p', { class: 'visually-hidden', attributes: { role: 'status' } });
  private readonly grouping = checkBox('By layer', true, (isOn) => this.setFlat(!isOn));
  private readonly actions: readonly HTMLButtonElement[];
  private content: InspectorContent | undefined;
  private shown: readonly MatrixRow[] = [];
  private isFlat = false;
  private closed = new Set<string>();

  constructor(
    private readonly links: Links,
    private readonly changed: () => void,
  ) {
    this.table = new Table<MatrixLine>({
      label: 'Matrices',
      columns: matrixColumns(undefined),
      minWidth,
      key: ({ key }) => key,
      noun: ['matrix', 'matrices'],
      footer: () => this.totals(),
      selected: () => this.enableActions(),
      activated: (key) => this.withMatrix(key, ({ name }) => this.openBytes(name)),
      changed: () => this.changed(),
      tree: {
        parent: ({ parent }) => parent,
        isOpen: ({ key, matrix }) => (matrix === undefined ? !this.closed.has(key) : undefined),
        toggle: (key) => this.toggle(key),
      },
    });
    const act = (text: string, title: string, run: (name: string) => void): HTMLButtonElement =>
      button(text, () => this.withMatrix(this.table.state.selected, ({ name }) => run(name)), title);
    this.actions = [
      act('Bytes', 'Show the bytes of the selected matrix (Enter)', (name) => this.openBytes(name)),
      act('Values', 'Show the values of the selected matrix', (name) => this.links.showValues(name)),
      act('Operation', 'Show the first operation that uses the selected matrix', (name) =>
        this.links.reveal('revealOperation', name),
      ),
      act('Disc', 'Show the reads of the selected matrix', (name) => this.links.reveal('revealInDisc', name)),
      act('RAM', 'Show the place of the selected matrix in RAM', (name) =>
        this.links.reveal('revealInRam', name),
      ),
      act('Time', 'Show the time of the first operation that uses the selected matrix', (name) =>
        this.links.reveal('revealInTime', name),
      ),
      act('Copy Link', 'Copy a link that opens the selected matrix', (name) =>
        this.links.copyLink({ matrix: name }),
      ),
    ];
    this.enableActions();
    this.element = element(
      'section',
      { class: 'pane matrices' },
      element(
        'div',
        { class: 'pane-bar' },
        element('div', { class: 'filter-bar', attributes: { role: 'search' } }, this.field.element),
        this.grouping.element,
        element(
          'div',
          { class: 'actions', attributes: { role: 'group', 'aria-label': 'Selected matrix' } },
          ...this.actions,
        ),
      ),
      this.problem,
      this.table.element,
      this.status,
    );
  }

  get state(): MatricesState {
    return {
      table: this.table.state,
      filter: this.field.value,
      isFlat: this.isFlat,
      closed: [...this.closed],
    };
  }

  restore({ table, filter, isFlat, closed }: MatricesState): void {
    this.field.value = filter;
    this.isFlat = isFlat;
    this.grouping.set(!isFlat);
    this.closed = new Set(closed);
    this.table.restore(table);
  }

  isUseful({ matrices }: InspectorContent): boolean {
    return matrices.length > 0;
  }

  show(content: InspectorContent): void {
    const hadImage = this.content?.image !== undefined;
    this.content = content;
    if (hadImage || content.image !== undefined)
      this.table.setColumns(matrixColumns(content.image?.lba), minWidth);
    this.arrange();
    this.enableActions();
  }

  /** Selects a matrix, whatever filter or closed layer hides it. */
  reveal(name: string): void {
    const matrix = this.content?.matrices.find((candidate) => candidate.name === name);
    if (matrix === undefined) {
      this.problem.textContent = `${this.content?.fileName ?? 'The file'} has no matrix ${name}.`;
      return;
    }
    if (!this.shown.includes(matrix)) this.field.value = '';
    this.closed.delete(groupKey(matrix.layer));
    this.arrange();
    this.table.select(name);
    this.table.focus();
    this.enableActions();
  }

  private onFilter(): void {
    this.arrange();
    const total = counted(this.content?.matrices.length ?? 0, 'matrix', 'matrices');
    this.status.textContent = `${count(this.shown.length)} of ${total}`;
    this.changed();
  }

  private arrange(): void {
    const { content } = this;
    if (content === undefined) return;
    try {
      const holds = parseFilter(this.field.value);
      this.problem.textContent = '';
      this.shown = content.matrices.filter((matrix) => holds(filterable(matrix, content)));
    } catch (error) {
      // What was shown before stays until the filter can be understood.
      if (!(error instanceof FilterError)) throw error;
      this.problem.textContent = error.message;
      if (this.shown.length === 0) this.shown = content.matrices;
    }
    this.table.setRows(
      this.isFlat
        ? flatLines(this.shown, content.fileBytes)
        : groupedLines(this.shown, content.fileBytes, this.closed),
      'No matrix matches the filter.',
    );
  }

  private totals(): Readonly<Record<string, string>> {
    const bytes = this.shown.reduce((sum, row) => sum + row.bytes, 0);
    const values = this.shown.reduce((sum, { rows, cols }) => sum + rows * cols, 0);
    return {
      name: `${counted(this.shown.length, 'matrix', 'matrices')}, ${size(bytes)}`,
      shape: values < 1e6 ? counted(values, 'value') : `${decimal(values / 1e6)} M values`,
      bytes: count(bytes),
    };
  }

  private setFlat(isFlat: boolean): void {
    this.isFlat = isFlat;
    this.arrange();
    this.changed();
  }

  private toggle(key: string): void {
    if (!this.closed.delete(key)) this.closed.add(key);
    this.arrange();
    this.changed();
  }

  private withMatrix(key: string | undefined, run: (matrix: MatrixRow) => void): void {
    const matrix = this.content?.matrices.find(({ name }) => name === key);
    if (matrix !== undefined) run(matrix);
  }

  private enableActions(): void {
    const { selected } = this.table.state;
    const isMatrix = this.shown.some(({ name }) => name === selected);
    for (const action of this.actions) action.disabled = !isMatrix;
  }

  private openBytes(name: string): void {
    this.withMatrix(name, ({ offset, bytes }) => this.links.showBytes(offset, offset + bytes));
  }
}
