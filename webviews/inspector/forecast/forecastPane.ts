import { sectorBytes } from '../../../model/plan/units';
import { button } from '../../common/controls';
import { element } from '../../common/dom';
import { address, count, fixed, percent, size } from '../../common/numbers';
import { plainTable } from '../../common/plainTable';
import { Table } from '../../common/table/table';
import type { ForecastRows, InspectorContent } from '../../messages/inspector';
import type { RamRegion } from '../../messages/ram';
import type { Links, Pane } from '../inspectorPane';
import { forecastColumns } from './forecastColumns';

type DiscRow = ForecastRows['disc'][number];

/** What a run would need, before it is run: the sentence, and the rows that add up to it. */
export class ForecastPane implements Pane {
  readonly id = 'forecast';
  readonly title = 'Forecast';
  readonly element: HTMLElement;
  private readonly sentence = element('p');
  private readonly facts = element('div', {
    class: 'forecast-facts',
    attributes: { tabindex: '0', role: 'region', 'aria-label': 'Times and RAM' },
  });
  private readonly table: Table<DiscRow>;
  private readonly disc: HTMLElement;

  constructor(private readonly links: Links) {
    this.table = new Table<DiscRow>({
      label: 'Disc reads per token',
      columns: forecastColumns,
      minWidth: '46em',
      key: ({ name }) => name,
      activated: (name) => links.showMatrix(name),
      footer: (rows) => totals(rows),
    });
    this.disc = element(
      'section',
      { class: 'forecast-disc', attributes: { 'aria-labelledby': 'forecast-disc-heading' } },
      element('h2', { text: 'Disc reads per token', attributes: { id: 'forecast-disc-heading' } }),
      this.table.element,
    );
    this.element = element(
      'section',
      { class: 'pane forecast' },
      this.sentence,
      element('div', { class: 'forecast-body' }, this.facts, this.disc),
    );
  }

  isUseful({ forecast }: InspectorContent): boolean {
    return forecast !== undefined;
  }

  show({ forecast }: InspectorContent): void {
    this.sentence.textContent = forecast?.sentence ?? '';
    // The line above the tabs shows it already; this one is for screen readers.
    this.sentence.className = 'notice visually-hidden';
    const behind = forecast?.behind;
    this.disc.hidden = behind === undefined;
    this.table.setRows(behind?.disc ?? []);
    this.facts.hidden = behind === undefined;
    this.facts.replaceChildren(
      ...(behind === undefined
        ? []
        : [timeSection(behind), ...this.spareSection(behind), ramSection(behind.ram)]),
    );
  }

  /** What another layout would save, and where to choose it. */
  private spareSection({ spare, disc }: ForecastRows): readonly HTMLElement[] {
    const streamed = disc.find(({ sectorsPerPass }) => sectorsPerPass > 0)?.name;
    if (spare === undefined || streamed === undefined) return [];
    const reveal = button(
      'Disc',
      () => this.links.reveal('revealInDisc', streamed),
      'Compare and apply layouts in the tab Disc, What If',
    );
    return [section('Resident matrices', spare, element('div', {}, reveal))];
  }
}

function totals(rows: readonly DiscRow[]): Readonly<Record<string, string>> {
  const sum = (of: (row: DiscRow) => number): string => count(rows.reduce((all, row) => all + of(row), 0));
  return {
    name: 'WEIGHTS.BIN',
    sectors: sum(({ sectors }) => sectors),
    bytes: sum(({ bytes }) => bytes),
    padding: sum(({ padding }) => padding),
    reads: sum(({ readsPerPass }) => readsPerPass),
    token: sum(({ sectorsPerPass }) => sectorsPerPass * sectorBytes),
  };
}

function timeSection({ times, bytesPerToken, layout, layoutFrom, tie }: ForecastRows): HTMLElement {
  return section(
    'Transfer time per token',
    `Time to transfer ${size(bytesPerToken)}, without seeks and arithmetic. Small discs are read from the inner edge. In the current layout (${layoutFrom}), ${layout}.${tie === undefined ? '' : ` ${tie}`}`,
    plainTable(
      'Transfer time per token',
      ['Disc', 'MB/s', 'Time'],
      times.map(({ name, bytesPerSecond, time }) => [name, fixed(bytesPerSecond / 1e6, 2), time]),
    ),
  );
}

function ramSection(regions: readonly RamRegion[]): HTMLElement {
  const total = regions.reduce((sum, { start, end }) => sum + end - start, 0);
  return section(
    'The 32 MiB of RAM',
    'Every byte belongs to one region.',
    plainTable(
      'The 32 MiB of RAM',
      ['Region', 'From', 'Size', 'Share'],
      regions.map(({ name, start, end }) => [
        name,
        address(start),
        size(end - start),
        percent((end - start) / total),
      ]),
    ),
  );
}

function section(title: string, note: string, content: HTMLElement): HTMLElement {
  return element(
    'section',
    {},
    element('h2', { text: title }),
    element('p', { class: 'muted', text: note }),
    content,
  );
}
