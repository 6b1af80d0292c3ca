import { jump } from '../common/controls';
import { element } from '../common/dom';
import { count } from '../common/numbers';
import { layerName, type ZoomLevel } from './timelineSpans';

/** Where the view is zoomed to, with the ways out of it, or the way in. */
export class TimelineCrumbs {
  readonly element = element('nav', { class: 'crumbs', attributes: { 'aria-label': 'Zoom' } });

  /** @param zoomTo goes to a level; undefined is the whole run. */
  constructor(private readonly zoomTo: (level: ZoomLevel | undefined) => void) {}

  /**
   * @param level what is zoomed to.
   * @param pass the pass that can be zoomed into.
   */
  show(level: ZoomLevel | undefined, pass: number | undefined): void {
    this.element.replaceChildren(...(level === undefined ? this.wayIn(pass) : this.waysOut(level)));
  }

  private wayIn(pass: number | undefined): HTMLElement[] {
    if (pass === undefined) return [here('Run')];
    const zoomIn = jump(`Zoom Into ${passText(pass)}`, () => this.zoomTo({ pass }));
    return [here('Run'), zoomIn];
  }

  private waysOut({ pass, layer }: ZoomLevel): HTMLElement[] {
    const run = jump('Run', () => this.zoomTo(undefined));
    if (layer === undefined) return [run, here(passText(pass))];
    return [run, jump(passText(pass), () => this.zoomTo({ pass })), here(layerName(layer))];
  }
}

const passText = (pass: number): string => (pass < 0 ? 'Forecast Token' : `Pass ${count(pass)}`);

const here = (text: string): HTMLElement =>
  element('span', { text, attributes: { 'aria-current': 'location' } });
