import { button } from '../common/controls';
import { element } from '../common/dom';
import { errorText } from '../../common/errorText';
import type { Host } from '../common/host';
import { Page } from '../common/page';
import { Requests } from '../common/requests';
import { FilteredTable } from '../common/table/filteredTable';
import type { TableState } from '../common/table/tableOptions';
import { isCompareContent } from '../guards/compareGuard';
import { isBoolean } from '../../common/guards';
import type { CompareContent } from '../messages/compare';
import { compareColumns, type CompareLine } from './compareColumns';
import { CompareFields } from './compareFields';
import { compareSide } from './compareSide';
import { totals } from './compareTotals';
import { MatrixErrors } from './matrixErrors';

/** Models whose sizes add up to no more than this are compared value by value at once. */
const unaskedBytes = 64 * 1024 * 1024;

/** Two models side by side: files, header, forecast, matrices with sizes and errors. */
class CompareView {
  private readonly requests: Requests;
  private readonly page: Page<CompareContent, TableState>;
  private readonly sides = element('div', { class: 'sides' });
  private readonly fields = new CompareFields();
  private readonly status = element('span', { class: 'muted', attributes: { role: 'status' } });
  private readonly start = button(
    'Compare Values',
    () => void this.measure(),
    'Measure how far the values differ',
  );
  private readonly cancel = button('Cancel', () => this.errors.cancel());
  private readonly matrices: FilteredTable<CompareLine>;
  private readonly errors: MatrixErrors;
  private content: CompareContent | undefined;
  /** The table will show the newest errors in the next frame. */
  private isDue = false;

  constructor(root: HTMLElement, host: Host) {
    this.requests = new Requests(host);
    this.errors = new MatrixErrors(this.requests, {
      arrived: () => this.showSoon(),
      said: (text) => (this.status.textContent = text),
      busy: (isBusy) => this.setBusy(isBusy),
    });
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
        element('div', { class: 'pane-bar' }, element('h2', { text: 'Header' }), this.fields.filter),
        this.fields.element,
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
    const { left, right, fields, matrices } = content;
    this.content = content;
    this.errors.reset();
    this.sides.replaceChildren(compareSide('Left', left), compareSide('Right', right));
    this.fields.show(fields);
    this.showMatrices();
    this.start.disabled = matrices.every(({ comparable }) => !comparable);
    this.status.textContent = this.start.disabled
      ? 'No matrix has the same shape in both models, so there are no values to compare.'
      : '';
    if (fresh && !this.start.disabled && left.fileBytes + right.fileBytes <= unaskedBytes)
      void this.measure();
  }

  private measure(): Promise<void> {
    return this.errors.measure(this.content?.matrices ?? []);
  }

  /** Redraws the table at most once a frame, however fast the errors arrive. */
  private showSoon(): void {
    if (this.isDue) return;
    this.isDue = true;
    requestAnimationFrame(() => {
      this.isDue = false;
      this.showMatrices();
    });
  }

  private showMatrices(): void {
    this.matrices.table.setRows(this.lines);
  }

  private get lines(): CompareLine[] {
    return (this.content?.matrices ?? []).map((matrix) => {
      const error = this.errors.of(matrix.name);
      return error === undefined ? matrix : { ...matrix, error };
    });
  }

  private setBusy(isBusy: boolean): void {
    // Screen readers announce the result only, not each matrix.
    this.status.setAttribute('aria-busy', String(isBusy));
    this.cancel.hidden = !isBusy;
    this.start.disabled = isBusy;
  }

  private async save(): Promise<void> {
    const rows = [
      compareColumns.map(({ title, label }) => title ?? label),
      ...this.lines.map((line) => compareColumns.map(({ text, order }) => order?.(line) ?? text(line))),
    ];
    const cells = rows.map((row) => row.map((cell) => (cell === Infinity ? 'Infinity' : cell)));
    try {
      await this.requests.ask('save', { rows: cells }, { isResult: isBoolean });
    } catch (error) {
      this.status.textContent = errorText(error);
    }
  }
}

/** Builds the page of a comparison into `root` and starts it. */
export function startCompare(root: HTMLElement, host: Host): void {
  new CompareView(root, host);
}
