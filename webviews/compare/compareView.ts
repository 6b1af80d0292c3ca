import { errorText } from '../common/errorText';
import { button, checkBox } from '../common/controls';
import { element } from '../common/dom';
import { FilteredTable } from '../common/table/filteredTable';
import type { Host } from '../common/host';
import { count, counted, size } from '../common/numbers';
import { Page } from '../common/page';
import { isAbort, Requests } from '../common/requests';
import type { TableState } from '../common/table/tableOptions';
import type { CompareContent, CompareSide, MatrixError } from '../messages/compare';
import { compareColumns, type CompareLine } from './compareColumns';
import { totals } from './compareTotals';
import { isCompareContent, isMatrixFigures } from '../guards/compareGuard';
import { isBoolean } from '../guards/primitives';
import { matrixErrorOf } from './matrixError';

/** Two models up to this size together are compared value by value without being asked to. */
const unaskedBytes = 64 * 1024 * 1024;

/** Two models side by side: files, header, forecast, matrices with sizes and errors. */
class Compare {
  private readonly requests: Requests;
  private readonly page: Page<CompareContent, TableState>;
  private readonly sides = element('div', { class: 'sides' });
  private readonly fields = element('div', {
    class: 'compare-fields',
    attributes: { tabindex: '0', role: 'region', 'aria-label': 'Header' },
  });
  private readonly status = element('span', { class: 'muted', attributes: { role: 'status' } });
  private readonly start = button(
    'Compare Values',
    () => void this.measure(),
    'Find out how far the values are apart',
  );
  private readonly cancel = button('Cancel', () => this.asking.abort());
  private readonly matrices: FilteredTable<CompareLine>;
  private readonly errors = new Map<string, MatrixError>();
  private onlyDifferences = true;
  private content: CompareContent | undefined;
  private asking = new AbortController();
  /** The table will show the newest errors in the next frame. */
  private isDue = false;

  constructor(root: HTMLElement, host: Host) {
    this.requests = new Requests(host);
    this.cancel.hidden = true;
    this.matrices = new FilteredTable<CompareLine>('Filter matrices', {
      label: 'Matrices',
      columns: compareColumns,
      minWidth: '74em',
      key: ({ name }) => name,
      noun: ['matrix', 'matrices'],
      footer: (lines) => totals(lines),
      changed: () => this.page.keep(this.matrices.state),
    });
    const differences = checkBox('Only fields that differ', true, (isOn) => {
      this.onlyDifferences = isOn;
      this.showFields();
    });
    this.page = new Page<CompareContent, TableState>({
      host,
      isContent: isCompareContent,
      show: (content, fresh) => this.show(content, fresh),
      showEmpty: () => undefined,
      restore: (state) => this.matrices.restore(state),
    });
    root.append(
      element(
        'main',
        { class: 'inspector compare' },
        this.sides,
        element('div', { class: 'pane-bar' }, element('h2', { text: 'Header' }), differences.element),
        this.fields,
        element(
          'div',
          { class: 'pane-bar' },
          element('h2', { text: 'Matrices' }),
          this.matrices.filter,
          this.start,
          this.cancel,
          this.status,
          button('Save CSV…', () => void this.save(), 'Save the table of matrices'),
        ),
        this.matrices.table.element,
      ),
    );
    this.page.start();
  }

  private show(content: CompareContent, fresh: boolean): void {
    const { left, right } = content;
    this.content = content;
    this.asking.abort();
    this.errors.clear();
    this.sides.replaceChildren(sideOf('Left', left), sideOf('Right', right));
    this.showFields();
    this.showMatrices();
    this.start.disabled = content.matrices.every(({ comparable }) => !comparable);
    this.status.textContent = this.start.disabled
      ? 'No matrix is in both models in one shape, so there are no values to compare.'
      : '';
    if (fresh && !this.start.disabled && left.fileBytes + right.fileBytes <= unaskedBytes)
      void this.measure();
  }

  private showFields(): void {
    const all = this.content?.fields ?? [];
    const shown = all.filter(({ left, right }) => !this.onlyDifferences || left !== right);
    if (shown.length === 0) {
      this.fields.replaceChildren(element('p', { class: 'muted', text: 'No field differs.' }));
      return;
    }
    const heads = ['Field', 'Left', 'Right', ''].map((text) =>
      element('th', { text, attributes: { scope: 'col' } }),
    );
    heads.at(-1)?.replaceChildren(element('span', { class: 'visually-hidden', text: 'Difference' }));
    const rows = shown.map(({ name, left, right }) =>
      element(
        'tr',
        left === right ? {} : { class: 'differs' },
        element('th', { text: name, attributes: { scope: 'row' } }),
        element('td', { class: 'numbers', text: left === '' ? '–' : left }),
        element('td', { class: 'numbers', text: right === '' ? '–' : right }),
        element('td', { text: left === right ? '' : 'differs' }),
      ),
    );
    this.fields.replaceChildren(
      element(
        'table',
        { class: 'facts-table', attributes: { 'aria-label': 'Header fields' } },
        element('thead', {}, element('tr', {}, ...heads)),
        element('tbody', {}, ...rows),
      ),
    );
  }

  /** However fast the errors come, the table is made anew once a frame. */
  private showSoon(): void {
    if (this.isDue) return;
    this.isDue = true;
    requestAnimationFrame(() => {
      this.isDue = false;
      this.showMatrices();
    });
  }

  private showMatrices(): void {
    const lines = (this.content?.matrices ?? []).map((matrix): CompareLine => {
      const error = this.errors.get(matrix.name);
      return error === undefined ? matrix : { ...matrix, error };
    });
    this.matrices.table.setRows(lines);
  }

  /** Asks for the errors one by one, so that the first ones can be read while the others are on their way. */
  private async measure(): Promise<void> {
    this.asking.abort();
    this.asking = new AbortController();
    const { signal } = this.asking;
    const wanted = (this.content?.matrices ?? []).filter(({ comparable }) => comparable);
    if (wanted.every(({ name }) => this.errors.has(name))) this.errors.clear();
    this.setBusy(true);
    try {
      for (const [done, { name }] of wanted.entries()) {
        // What is known from before a cancel.
        if (this.errors.has(name)) continue;
        const before = `${count(done)} of ${counted(wanted.length, 'matrix', 'matrices')} compared`;
        this.status.textContent = before;
        const onProgress = (rows: number, total: number): void => {
          this.status.textContent = `${before} · ${name}: ${count(rows)} of ${counted(total, 'row')}`;
        };
        const options = { isResult: isMatrixFigures, signal, onProgress };
        this.errors.set(
          name,
          matrixErrorOf(await this.requests.ask('matrixError', { matrix: name }, options)),
        );
        this.showSoon();
      }
      this.setBusy(false);
      const equal = [...this.errors.values()].filter(({ snrDb }) => snrDb === Infinity).length;
      this.status.textContent = `${counted(wanted.length, 'matrix', 'matrices')} compared, ${count(equal)} equal`;
    } catch (error) {
      if (signal !== this.asking.signal) return;
      this.setBusy(false);
      this.status.textContent = isAbort(error)
        ? `cancelled, ${count(this.errors.size)} of ${counted(wanted.length, 'matrix', 'matrices')} compared`
        : errorText(error);
    }
  }

  private setBusy(isBusy: boolean): void {
    // Not each matrix is told, only the result.
    this.status.setAttribute('aria-busy', String(isBusy));
    this.cancel.hidden = !isBusy;
    this.start.disabled = isBusy;
  }

  private async save(): Promise<void> {
    const lines = (this.content?.matrices ?? []).map((matrix): CompareLine => {
      const error = this.errors.get(matrix.name);
      return error === undefined ? matrix : { ...matrix, error };
    });
    const heads = compareColumns.map(({ title, label }) => title ?? label);
    const rows = [
      heads,
      ...lines.map((line) => compareColumns.map(({ text, order }) => order?.(line) ?? text(line))),
    ];
    const cells = rows.map((row) => row.map((cell) => (cell === Infinity ? 'Infinity' : cell)));
    try {
      await this.requests.ask('save', { rows: cells }, { isResult: isBoolean });
    } catch (error) {
      this.status.textContent = errorText(error);
    }
  }
}

function sideOf(
  which: string,
  { fileName, fileBytes, summary, problem, forecast }: CompareSide,
): HTMLElement {
  const lines = [
    element(
      'div',
      { class: 'title-line' },
      element('span', { class: 'tag', text: which }),
      element('h1', { text: fileName }),
      element('span', {
        class: 'muted',
        text: size(fileBytes),
        attributes: { title: `${count(fileBytes)} bytes` },
      }),
    ),
  ];
  if (summary !== undefined) lines.push(element('p', { class: 'muted', text: summary }));
  if (problem !== undefined)
    lines.push(element('p', { class: 'notice error', text: problem, attributes: { role: 'alert' } }));
  if (forecast !== undefined) lines.push(element('p', { class: 'notice', text: forecast }));
  return element(
    'section',
    { class: 'side', attributes: { 'aria-label': `${which}: ${fileName}` } },
    ...lines,
  );
}

/** Builds the page of a comparison into `root` and starts it. */
export function startCompare(root: HTMLElement, host: Host): void {
  new Compare(root, host);
}
