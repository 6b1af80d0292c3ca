import type { Moment } from '../../model/trace/moment';
import { keptEvents } from '../../model/trace/history';
import { button } from '../common/controls';
import { element } from '../common/dom';
import { count, span } from '../common/numbers';
import type { FiguresLinks } from '../common/figuresLinks';
import type { TimelineContent } from '../messages/timeline';

/** Moves all views, the listing too, to a moment of the run: operation by operation over all passes that are kept. */
export class Scrubber {
  readonly element: HTMLElement;
  private readonly slider = element('input', {
    class: 'scrub-slider',
    attributes: { type: 'range', min: '0', step: '1', 'aria-label': 'Moment of the run' },
  });
  private readonly values: HTMLButtonElement;
  /** How far back the slider reaches, when that is not the beginning. */
  private readonly reach = element('span', { class: 'scrub-reach muted' });
  private content: TimelineContent | undefined;
  private waiting: number | undefined;
  /** The place that was requested and is not shown yet: updates for an older one must not move the slider back. */
  private asked: number | undefined;

  constructor(private readonly links: FiguresLinks) {
    this.slider.addEventListener('input', () => this.moved());
    const passes = (by: number, text: string, title: string): HTMLElement =>
      button(text, () => this.skip(by), title);
    this.values = button(
      'Show Values',
      () => {
        const moment = this.content?.subject.moment;
        if (moment !== undefined) this.links.valuesAt(momentOf(moment));
      },
      'Run the reference engine to this moment and show its variables; it computes the same bits as the console',
    );
    this.element = element(
      'div',
      { class: 'scrubber', attributes: { role: 'group', 'aria-label': 'Scrub the run' } },
      passes(-1, '◂ Pass', 'The same operation one pass earlier'),
      this.slider,
      passes(1, 'Pass ▸', 'The same operation one pass later'),
      this.values,
      this.reach,
    );
  }

  show(content: TimelineContent): void {
    this.content = content;
    const { kept, operations = [], subject } = content;
    this.element.hidden = kept === undefined || operations.length === 0;
    if (kept === undefined) return;
    const [first, last] = kept;
    this.slider.max = String((last - first + 1) * operations.length);
    const { moment } = subject;
    const reach =
      first === 0
        ? ''
        : `Passes ${span(first, last)} can be scrubbed. A long run keeps its last ${count(keptEvents)} events; earlier passes keep only their times.`;
    if (this.reach.textContent !== reach) this.reach.textContent = reach;
    this.reach.hidden = reach === '';
    this.values.hidden = content.canShowValues !== true;
    this.values.disabled = moment === undefined;
    const place = moment === undefined ? Number(this.slider.max) : this.placeOf(moment);
    if (this.asked === place) this.asked = undefined;
    // The slider stays where it is while the user moves it.
    if (this.waiting === undefined && this.asked === undefined) this.slider.value = String(place);
    this.slider.setAttribute('aria-valuetext', moment === undefined ? 'live' : moment.text);
  }

  private placeOf({ pass, operation }: Moment): number {
    const { kept, operations = [] } = this.content ?? {};
    return (pass - (kept?.[0] ?? 0)) * operations.length + (operation ?? operations.length);
  }

  private momentAt(place: number): Moment | undefined {
    const { kept, operations = [] } = this.content ?? {};
    if (kept === undefined || operations.length === 0 || place >= Number(this.slider.max)) return undefined;
    return { pass: kept[0] + Math.floor(place / operations.length), operation: place % operations.length };
  }

  private skip(passes: number): void {
    const { operations = [] } = this.content ?? {};
    const place = Number(this.slider.value) + passes * operations.length;
    this.slider.value = String(Math.min(Number(this.slider.max), Math.max(0, place)));
    this.moved();
  }

  /** At most one request a frame, however fast the slider moves. */
  private moved(): void {
    const isWaiting = this.waiting !== undefined;
    this.waiting = Number(this.slider.value);
    if (isWaiting) return;
    requestAnimationFrame(() => {
      const place = this.waiting;
      this.waiting = undefined;
      if (place === undefined) return;
      this.asked = place;
      void this.links.scrub(this.momentAt(place)).then((isShown) => {
        if (!isShown) this.asked = undefined;
      });
    });
  }
}

const momentOf = ({ pass, operation }: Moment): Moment => ({
  pass,
  ...(operation !== undefined && { operation }),
});
