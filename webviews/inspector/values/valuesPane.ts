import { errorText } from '../../../common/errorText';
import type { MatrixWindow } from '../../../model/inspect/heatMap';
import { placeToGo } from '../../../model/inspect/goTo';
import { button, Choice } from '../../common/controls';
import { element } from '../../common/dom';
import { count, percent } from '../../common/numbers';
import { isAbort, type Requests } from '../../common/requests';
import type { InspectorContent, MatrixRow } from '../../messages/inspector';
import type { Links, Pane } from '../inspectorPane';
import { isBoolean } from '../../../common/guards';
import { isHeatMap, isValuesAnswer } from '../../guards/valuesGuard';
import { HeatView } from './heatView';
import { statisticsTable } from './statisticsTable';
import { ValuesCharts } from './valuesCharts';

/** What the pane keeps over a reload. */
export interface ValuesState {
  readonly matrix: string;
  readonly window?: MatrixWindow;
}

/** The values of one matrix as statistics, histogram, scales and heat map; sampled first, exact on request. */
export class ValuesPane implements Pane {
  readonly id = 'values';
  readonly title = 'Values';
  readonly element: HTMLElement;
  private readonly choice: Choice;
  private readonly exact: HTMLButtonElement;
  private readonly cancel: HTMLButtonElement;
  private readonly progress = element('span', { class: 'muted', attributes: { role: 'status' } });
  private readonly problem = element('p', { class: 'remark error', attributes: { role: 'status' } });
  private readonly figures = element('div', {
    class: 'figures',
    attributes: { tabindex: '0', role: 'region', 'aria-label': 'Statistics' },
  });
  private readonly charts: ValuesCharts;
  private readonly heat: HeatView;
  private content: InspectorContent | undefined;
  private wanted: ValuesState | undefined;
  private window: MatrixWindow | undefined;
  /** Ends what is asked at the moment. */
  private asking = new AbortController();
  /** Ends the question for a heat map that another one has overtaken. */
  private askingHeat = new AbortController();

  constructor(
    private readonly requests: Requests,
    private readonly links: Links,
    private readonly changed: () => void,
  ) {
    this.choice = new Choice('Matrix', (name) => this.select({ matrix: name }));
    this.exact = button('Exact', () => void this.ask(true), 'Read every value instead of a sample');
    this.cancel = button('Cancel', () => this.stop());
    this.cancel.hidden = true;
    this.heat = new HeatView({
      wanted: (window) => void this.askHeat(window),
      opened: (row, col) => this.openBytes(row, col),
    });
    this.charts = new ValuesCharts(this.heat, (name, make) => void this.save(name, make));
    this.element = element(
      'section',
      { class: 'pane values' },
      element(
        'div',
        { class: 'pane-bar' },
        this.choice.element,
        this.exact,
        this.cancel,
        this.progress,
        element(
          'div',
          { class: 'actions' },
          button('Bytes', () => this.openBytes(0, 0), 'Show the bytes of the matrix'),
          button(
            'Show in Matrices',
            () => this.links.showMatrix(this.choice.value),
            'Show this matrix in the list of matrices',
          ),
        ),
      ),
      this.problem,
      element('div', { class: 'values-body' }, this.figures, this.charts.element),
    );
  }

  get state(): ValuesState | undefined {
    if (this.content === undefined) return this.wanted;
    const matrix = this.choice.value;
    return { matrix, ...(this.window !== undefined && { window: this.window }) };
  }

  restore(state: ValuesState): void {
    this.wanted = state;
  }

  isUseful({ matrices }: InspectorContent): boolean {
    return matrices.length > 0;
  }

  show(content: InspectorContent): void {
    const { state } = this;
    this.content = content;
    this.choice.setOptions(content.matrices.map(({ name }) => name));
    this.wanted = undefined;
    const isThere = content.matrices.some(({ name }) => name === state?.matrix);
    const first = content.matrices[0]?.name;
    if (isThere && state !== undefined) this.select(state);
    else if (first !== undefined) this.select({ matrix: first });
  }

  /** Shows another matrix. */
  select({ matrix, window }: ValuesState): void {
    this.choice.value = matrix;
    this.window = window;
    void this.ask(false);
    this.changed();
  }

  private get matrix(): MatrixRow | undefined {
    return this.content?.matrices.find(({ name }) => name === this.choice.value);
  }

  private stop(): void {
    this.asking.abort();
  }

  /** Asks for figures, and with a sample for the heat map as well. */
  private async ask(exact: boolean): Promise<void> {
    const { matrix } = this;
    if (matrix === undefined) return;
    this.asking.abort();
    this.asking = new AbortController();
    const { signal } = this.asking;
    this.problem.textContent = '';
    this.setBusy(true, exact ? 'Reading every value' : 'Reading a sample');
    if (!exact)
      void this.askHeat(this.window ?? { rowStart: 0, colStart: 0, rows: matrix.rows, cols: matrix.cols });
    try {
      const answer = await this.requests.ask(
        'values',
        { matrix: matrix.name, exact },
        {
          isResult: isValuesAnswer,
          signal,
          onProgress: (done, total) => {
            this.progress.textContent = `${percent(done / total)} of ${count(total)} rows`;
          },
        },
      );
      this.figures.replaceChildren(...statisticsTable(answer.statistics, answer.profile));
      this.charts.show(answer);
      this.setBusy(false, '');
      this.exact.disabled = answer.statistics.exact;
    } catch (error) {
      if (signal !== this.asking.signal) return;
      this.setBusy(false, isAbort(error) ? 'Cancelled' : '');
      if (!isAbort(error)) this.complain(error);
    }
  }

  private async askHeat(window: MatrixWindow): Promise<void> {
    const { matrix } = this;
    if (matrix === undefined) return;
    this.askingHeat.abort();
    this.askingHeat = new AbortController();
    const { signal } = this.askingHeat;
    this.heat.expect(window, matrix);
    try {
      const map = await this.requests.ask(
        'heatMap',
        { matrix: matrix.name, ...window },
        { isResult: isHeatMap, signal },
      );
      this.window = map.window;
      this.heat.show(map, matrix);
      this.changed();
    } catch (error) {
      if (signal !== this.askingHeat.signal) return;
      this.heat.expectNothing();
      this.complain(error);
    }
  }

  private setBusy(isBusy: boolean, text: string): void {
    this.exact.disabled = isBusy;
    this.cancel.hidden = !isBusy;
    // Screen readers announce the end only, not each step.
    this.progress.setAttribute('aria-busy', String(isBusy));
    this.progress.textContent = text;
  }

  private complain(error: unknown): void {
    this.problem.textContent = errorText(error);
  }

  private openBytes(row: number, col: number): void {
    const { content, matrix } = this;
    if (content === undefined || matrix === undefined) return;
    // Of a triangle only the lower part is stored.
    const last = matrix.triangular === true ? row + 1 : matrix.cols - 1;
    const { start } = placeToGo(`${matrix.name}[${row},${Math.min(col, last)}]`, content);
    this.links.showBytes(start, start + 1);
  }

  private async save(name: string, make: () => Uint8Array | Promise<Uint8Array>): Promise<void> {
    try {
      const argument = { name: `${this.choice.value} ${name}`.replaceAll(' ', '-'), bytes: await make() };
      await this.requests.ask('save', argument, { isResult: isBoolean });
    } catch (error) {
      this.complain(error);
    }
  }
}
