import { button } from '../../common/controls';
import { element } from '../../common/dom';
import { svgFile } from '../../common/svg';
import type { ValuesAnswer } from '../../messages/values';
import { heatPng } from './heatPicture';
import type { HeatView } from './heatView';
import { histogramChart } from './histogramChart';
import { scaleChart } from './scaleChart';

/** Makes a picture and saves it under a name; says so when it cannot. */
export type SavePicture = (name: string, make: () => Uint8Array | Promise<Uint8Array>) => void;

/** The pictures of the values: heat map, histogram and scales, each with the ways to save it. */
export class ValuesCharts {
  readonly element: HTMLElement;
  private readonly histogram = element('div', { class: 'chart-body' });
  private readonly scales = element('div', { class: 'chart-body' });
  private readonly scaleSection: HTMLElement;
  /** What was drawn, by name. */
  private readonly pictures = new Map<string, SVGElement>();

  constructor(
    private readonly heat: HeatView,
    private readonly save: SavePicture,
  ) {
    this.scaleSection = chartSection('Scales', this.saveButton('scales'), this.scales);
    const saveHeat = element(
      'div',
      { class: 'actions' },
      button('Save PNG…', () => this.savePng(), 'Save the heat map as pixels'),
      this.saveButton('heat map'),
    );
    this.element = element(
      'div',
      { class: 'charts', attributes: { tabindex: '0', role: 'region', 'aria-label': 'Charts' } },
      chartSection('Heat map', saveHeat, heat.element),
      chartSection('Histogram', this.saveButton('histogram'), this.histogram),
      this.scaleSection,
    );
  }

  show({ statistics, profile }: ValuesAnswer): void {
    const bars = histogramChart(statistics.histogram);
    this.pictures.set('histogram', bars.picture);
    this.histogram.replaceChildren(...bars.parts);
    this.scaleSection.hidden = profile === undefined;
    if (profile === undefined) return;
    const line = scaleChart(profile);
    this.pictures.set('scales', line.picture);
    this.scales.replaceChildren(...line.parts);
  }

  private saveButton(name: string): HTMLElement {
    return button('Save SVG…', () => this.saveSvg(name), `Save the ${name} as a picture`);
  }

  private saveSvg(name: string): void {
    const picture = name === 'heat map' ? this.heat.picture : this.pictures.get(name);
    if (picture !== undefined) this.save(`${name}.svg`, () => new TextEncoder().encode(svgFile(picture)));
  }

  private savePng(): void {
    const { current, picture } = this.heat;
    if (current !== undefined && picture !== undefined)
      this.save('heat map.png', () => heatPng(current, picture));
  }
}

function chartSection(title: string, actions: HTMLElement, body: HTMLElement): HTMLElement {
  return element(
    'section',
    { class: 'chart-section' },
    element('div', { class: 'chart-head' }, element('h2', { text: title }), actions),
    body,
  );
}
