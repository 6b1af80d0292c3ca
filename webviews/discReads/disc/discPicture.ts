import { dataRadius, discRadius, hubRadius, radiusOfSector } from '../../../model/plan/discGeometry';
import { isHighContrast, preparedCanvas, redrawWhenChanged, themeColour } from '../../common/canvas';
import { element } from '../../common/dom';
import { count, counted, milliseconds } from '../../common/numbers';
import type { PlacedStep } from './discSteps';

const gap = 16;
/** Below this width in pixels only the path of the head is drawn. */
const narrow = 260;
/** Width of the numbers next to the path. */
const scaleWidth = 74;
const scaleHeight = 16;

/**
 * The disc from above with the ring that is read, and next to it the path of the head: time to the right, sectors upwards,
 * seeks as dashed lines. The table below shows the same data and can be used from the keyboard.
 */
export class DiscPicture {
  readonly element: HTMLElement;
  private readonly canvas = element('canvas', { class: 'disc-canvas', attributes: { role: 'img' } });
  private steps: readonly PlacedStep[] = [];
  private selected = -1;
  private readonly drawSoon: () => void;

  /** @param onSelect gets the index of the step that was clicked. */
  constructor(private readonly onSelect: (index: number) => void) {
    this.element = element('div', { class: 'disc-picture' }, this.canvas);
    this.canvas.addEventListener('click', ({ offsetX }) => this.onClick(offsetX));
    this.drawSoon = redrawWhenChanged(this.canvas, () => this.draw());
  }

  show(steps: readonly PlacedStep[]): void {
    this.steps = steps;
    const seeks = steps.filter(({ seek }) => seek).length;
    const total = steps.at(-1)?.to ?? 0;
    this.canvas.setAttribute(
      'aria-label',
      `The disc and the path of the head: ${counted(steps.length, 'read')}, ${counted(seeks, 'seek')}, ${milliseconds(total)} ms; the table below shows the same data`,
    );
    this.drawSoon();
  }

  mark(index: number): void {
    this.selected = index;
    this.drawSoon();
  }

  /** The disc takes at most a quarter of a narrow picture, and nothing of a very narrow one. */
  private get discSize(): number {
    const { clientWidth, clientHeight } = this.canvas;
    return clientWidth < narrow ? 0 : Math.min(clientHeight, clientWidth / 4);
  }

  private get plot(): { x: number; width: number; top: number; height: number } {
    const { clientWidth, clientHeight } = this.canvas;
    const { discSize } = this;
    const x = (discSize > 0 ? discSize + gap : 0) + scaleWidth;
    return { x, width: Math.max(1, clientWidth - x - 4), top: 6, height: clientHeight - scaleHeight - 10 };
  }

  private onClick(x: number): void {
    const { plot, steps } = this;
    const total = steps.at(-1)?.to ?? 0;
    const at = ((x - plot.x) / plot.width) * total;
    const index = steps.findIndex(({ from, to }) => at >= from && at < to);
    if (index >= 0) this.onSelect(index);
  }

  private draw(): void {
    const { clientWidth, clientHeight } = this.canvas;
    const context = preparedCanvas(this.canvas, clientWidth, clientHeight);
    if (!context || clientHeight === 0) return;
    context.font = `${getComputedStyle(this.canvas).fontSize} ${getComputedStyle(this.canvas).fontFamily}`;
    if (this.discSize > 0) this.drawDisc(context, this.discSize);
    this.drawWay(context);
  }

  private drawDisc(context: CanvasRenderingContext2D, size: number): void {
    const middle = size / 2;
    const scale = (middle - 2) / discRadius;
    const circle = (radius: number): void => {
      context.beginPath();
      context.arc(middle, middle, radius * scale, 0, 2 * Math.PI);
      context.stroke();
    };
    context.strokeStyle = themeColour('--vscode-descriptionForeground');
    context.lineWidth = 1;
    for (const radius of [discRadius, dataRadius.outer, dataRadius.inner, hubRadius]) circle(radius);
    const [first, last] = rangeOf(this.steps);
    if (last > first) {
      const [from, to] = [radiusOfSector(first) * scale, radiusOfSector(last) * scale];
      context.strokeStyle = ink('--vscode-charts-blue');
      context.lineWidth = Math.max(2, to - from);
      context.beginPath();
      context.arc(middle, middle, (from + to) / 2, 0, 2 * Math.PI);
      context.stroke();
    }
    const step = this.steps[this.selected];
    if (step === undefined) return;
    context.strokeStyle = themeColour('--vscode-focusBorder') || ink('--orange');
    context.lineWidth = 2;
    circle(radiusOfSector(step.lba));
  }

  private drawWay(context: CanvasRenderingContext2D): void {
    const { steps, plot } = this;
    const [first, last] = rangeOf(steps);
    const total = steps.at(-1)?.to ?? 0;
    if (total === 0 || last === first) return;
    const x = (time: number): number => plot.x + (time / total) * plot.width;
    const y = (lba: number): number => plot.top + plot.height * (1 - (lba - first) / (last - first));
    context.fillStyle = themeColour('--vscode-descriptionForeground');
    context.textAlign = 'right';
    context.textBaseline = 'middle';
    context.fillText(`LBA ${count(last)}`, plot.x - 6, plot.top + 4);
    context.fillText(`LBA ${count(first)}`, plot.x - 6, plot.top + plot.height - 2);
    context.textBaseline = 'alphabetic';
    context.textAlign = 'left';
    context.fillText('0', plot.x, plot.top + plot.height + scaleHeight - 2);
    context.textAlign = 'right';
    context.fillText(
      `${milliseconds(total)} ms`,
      plot.x + plot.width,
      plot.top + plot.height + scaleHeight - 2,
    );
    this.drawSeeks(context, x, y);
    context.strokeStyle = ink('--vscode-charts-blue');
    context.lineWidth = 2;
    context.beginPath();
    for (const { lba, sectors, from, to } of steps) {
      context.moveTo(x(from), y(lba));
      context.lineTo(x(to), y(lba + sectors));
    }
    context.stroke();
    const chosen = steps[this.selected];
    if (chosen === undefined) return;
    context.strokeStyle = themeColour('--vscode-focusBorder') || themeColour('--vscode-foreground');
    context.strokeRect(
      x(chosen.from) - 2,
      plot.top,
      Math.max(4, x(chosen.to) - x(chosen.from) + 4),
      plot.height,
    );
  }

  /** Lines from where the head was to where it has to go. */
  private drawSeeks(
    context: CanvasRenderingContext2D,
    x: (time: number) => number,
    y: (lba: number) => number,
  ): void {
    context.strokeStyle = ink('--vscode-charts-red');
    context.lineWidth = 1.5;
    context.setLineDash([3, 3]);
    context.beginPath();
    for (const { seek, move, lba, from } of this.steps) {
      if (!seek || move === undefined) continue;
      context.moveTo(x(from), y(lba - move));
      context.lineTo(x(from), y(lba));
    }
    context.stroke();
    context.setLineDash([]);
  }
}

const ink = (name: string): string => themeColour(isHighContrast() ? '--vscode-foreground' : name);

function rangeOf(steps: readonly PlacedStep[]): readonly [first: number, last: number] {
  let [first, last] = [Infinity, 0];
  for (const { lba, sectors } of steps) {
    first = Math.min(first, lba);
    last = Math.max(last, lba + sectors);
  }
  return first === Infinity ? [0, 0] : [first, last];
}
