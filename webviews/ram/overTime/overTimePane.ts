import { checkBox } from '../../common/controls';
import { element } from '../../common/dom';
import { count, counted, signed, size } from '../../common/numbers';
import type { RamContent } from '../../messages/ram';
import { bandsOf, bytesAt, type Band } from './ramBands';
import { bandSwatch, RamTimeChart } from './ramTimeChart';

/** The RAM over the positions of a text: chart, summary, and a table with the same data. */
export class OverTimePane {
  readonly element = element('section', {
    class: 'pane ram-over-time',
    attributes: { tabindex: '0' },
  });
  private readonly marks = element('p', { class: 'pane-note' });
  private readonly chart = new RamTimeChart();
  private readonly table = element('div', { class: 'ram-time-table' });
  private readonly freeBox = checkBox('Show free RAM', false, (isOn) => {
    this.drawsFree = isOn;
    if (this.content !== undefined) this.show(this.content);
  });
  /** Free RAM is most of it with a small model, and leaves no room to see the rest. */
  private drawsFree = false;
  private content: RamContent | undefined;

  show(content: RamContent): void {
    this.content = content;
    if (this.element.childElementCount === 0) {
      this.element.append(this.chart.element, this.freeBox.element, this.marks, this.table);
    }
    const bands = bandsOf(content);
    const { positions, contextLength } = content;
    this.marks.textContent = marksOf(content, bands);
    const drawn = bands
      .map((band, index) => ({ band, index }))
      .filter(({ band }) => this.drawsFree || band.kind !== 'free');
    const totalBytes = drawn.reduce((sum, { band }) => sum + bytesAt(band, 0), 0);
    this.chart.show({ bands: drawn, totalBytes, positions, contextLength });
    this.table.replaceChildren(tableOf(bands, content));
  }
}

/** High-water mark, guard and growth as text. */
function marksOf(
  { samples = [], regions, contextLength, positions, stackBytes }: RamContent,
  bands: readonly Band[],
): string {
  const isUsed = ({ kind }: Band): boolean => kind !== 'free' && kind !== 'kv-empty';
  const used = (at: number): number => bands.filter(isUsed).reduce((sum, band) => sum + bytesAt(band, at), 0);
  const highest = samples.reduce((most, sample) => Math.max(most, sample.positions), positions);
  const perPosition = bands.filter(isUsed).reduce((sum, band) => sum + band.perPosition, 0);
  const free = regions.find(({ kind }) => kind === 'free');
  const guard = free === undefined ? 0 : free.end - free.start;
  const parts = [
    samples.length === 0
      ? `forecast: ${size(used(0))} in use before the first token`
      : `high-water mark ${size(used(highest))} at ${counted(highest, 'position')}, measured over ${counted(samples.length, 'pass', 'passes')}`,
    `${size(used(contextLength))} when all ${count(contextLength)} positions are filled`,
    `each position adds ${size(perPosition)}`,
    guard > 0
      ? `guard: ${size(guard)} unused below reserved memory`
      : 'no guard: the plan uses all the memory that a program may use',
    stackWords(regions, stackBytes),
  ];
  const text = parts.join(' · ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}. Sizes come from the plan, which the program checks before it starts; positions and stack use come from the run.`;
}

/** The stack that the plan reserves, and how much of it was used. */
function stackWords(regions: RamContent['regions'], used: number | undefined): string {
  const region = regions.find(({ kind }) => kind === 'stack');
  const reserved = region === undefined ? 0 : region.end - region.start;
  return used === undefined
    ? `stack: ${size(reserved)} reserved, peak use not measured`
    : `stack: peak use ${counted(used, 'byte')} of ${size(reserved)} reserved, measured; ${size(reserved - used)} left as guard`;
}

function tableOf(bands: readonly Band[], { positions, contextLength, totalBytes }: RamContent): HTMLElement {
  const cell = (bytes: number): HTMLElement =>
    element('td', { class: 'numbers', text: count(Math.round(bytes)) });
  const head = [
    'Part',
    'At position 0',
    `Now, at ${count(positions)}`,
    `At ${count(contextLength)}`,
    'Per position',
  ];
  const sum = (at: number): number => bands.reduce((total, band) => total + bytesAt(band, at), 0);
  return element(
    'table',
    { class: 'small-table' },
    element('caption', { text: `Bytes of the ${size(totalBytes)} by part and position` }),
    element(
      'thead',
      {},
      element('tr', {}, ...head.map((text) => element('th', { text, attributes: { scope: 'col' } }))),
    ),
    element(
      'tbody',
      {},
      ...bands.map((band, index) =>
        element(
          'tr',
          {},
          element(
            'th',
            { attributes: { scope: 'row' } },
            bandSwatch(band, index),
            element('span', { text: band.name }),
          ),
          cell(bytesAt(band, 0)),
          cell(bytesAt(band, positions)),
          cell(bytesAt(band, contextLength)),
          element('td', {
            class: 'numbers',
            text: band.perPosition === 0 ? '' : signed(band.perPosition),
          }),
        ),
      ),
    ),
    element(
      'tfoot',
      {},
      element(
        'tr',
        {},
        element('th', { text: 'All RAM', attributes: { scope: 'row' } }),
        cell(sum(0)),
        cell(sum(positions)),
        cell(sum(contextLength)),
        element('td'),
      ),
    ),
  );
}
