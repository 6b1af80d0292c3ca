import { timeParts } from '../../model/trace/timeSplit';
import { element } from '../common/dom';
import { count as countText, counted, milliseconds, span } from '../common/numbers';
import { preparedCanvas, redrawWhenChanged, themeColour } from '../common/canvas';
import { barGap, barStep, layOutTimeline, type BarItem } from './timelineLayout';
import { fillPart } from './timelinePatterns';

const swatchSize = 12;

/** The passes as stacked bars. The table beside it has the same data and can be used from the keyboard. */
export class TimelineChart {
  readonly element: HTMLElement;
  private readonly canvas = element('canvas', { class: 'timeline-canvas', attributes: { role: 'img' } });
  private readonly scale = element('div', { class: 'timeline-scale', attributes: { 'aria-hidden': 'true' } });
  private readonly swatches = timeParts.map((part) => ({
    part,
    canvas: element('canvas', { class: 'timeline-swatch', attributes: { 'aria-hidden': 'true' } }),
  }));
  private passes: readonly BarItem[] = [];
  private noun: readonly [one: string, many: string] = ['pass', 'passes'];
  private selected = -1;
  private readonly drawSoon: () => void;

  /** @param onSelect gets the index of a pass that was clicked. */
  constructor(private readonly onSelect: (index: number) => void) {
    const legend = element(
      'ul',
      { class: 'timeline-legend', attributes: { 'aria-label': 'Legend' } },
      ...this.swatches.map(({ part, canvas }) => element('li', {}, canvas, element('span', { text: part }))),
    );
    this.element = element('div', { class: 'timeline-chart' }, this.scale, this.canvas, legend);
    this.canvas.addEventListener('click', ({ offsetX }) => this.onClick(offsetX));
    this.drawSoon = redrawWhenChanged(this.canvas, () => this.draw());
  }

  /** @param noun what the bars stand for. */
  show(passes: readonly BarItem[], noun: readonly [one: string, many: string] = ['pass', 'passes']): void {
    this.passes = passes;
    this.noun = noun;
    this.canvas.setAttribute(
      'aria-label',
      `Time of ${counted(passes.length, ...noun)} as stacked bars; the table below shows the same data`,
    );
    this.drawSoon();
  }

  /** Marks a pass and brings it into sight; -1 for none. */
  mark(index: number): void {
    this.selected = index;
    this.drawSoon();
  }

  private onClick(x: number): void {
    const { first, count } = this.layout();
    const index = Math.floor(x / barStep);
    if (index < count && x % barStep < barStep - barGap) this.onSelect(first + index);
  }

  private layout(): ReturnType<typeof layOutTimeline> {
    const { clientWidth, clientHeight } = this.canvas;
    return layOutTimeline(this.passes, clientWidth, clientHeight, this.selected);
  }

  private draw(): void {
    for (const { part, canvas } of this.swatches) {
      const context = preparedCanvas(canvas, swatchSize, swatchSize);
      if (context) fillPart(context, part, { x: 0, y: 0, width: swatchSize, height: swatchSize });
    }
    const { clientWidth, clientHeight } = this.canvas;
    const { first, count, parts, scaleMs } = this.layout();
    const part =
      count === this.passes.length
        ? ''
        : ` · ${this.noun[1]} ${span(first + 1, first + count)} of ${countText(this.passes.length)}`;
    this.scale.textContent = `${milliseconds(scaleMs)} ms${part}`;
    const context = preparedCanvas(this.canvas, clientWidth, clientHeight);
    if (!context) return;
    for (const bar of parts) fillPart(context, bar.part, bar);
    const marked = this.selected - first;
    if (marked < 0 || marked >= count) return;
    context.strokeStyle = themeColour('--vscode-focusBorder') || themeColour('--vscode-foreground');
    context.lineWidth = 2;
    context.strokeRect(marked * barStep - 1, 1, barStep - barGap + 2, clientHeight - 2);
  }
}
