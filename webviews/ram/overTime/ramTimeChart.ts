import { isHighContrast, preparedCanvas, redrawWhenChanged, themeColour } from '../../common/canvas';
import { element } from '../../common/dom';
import { count, size } from '../../common/numbers';
import { bytesAt, type Band } from './ramBands';

const labelWidth = 190;
/** Where less is there, the table alone names the bands. */
const leastLabelledWidth = 440;
const axisHeight = 16;
const leastLabel = 12;

const inks: Readonly<Record<string, string>> = {
  system: '--vscode-descriptionForeground',
  program: '--vscode-charts-purple',
  plan: '--vscode-charts-yellow',
  stack: '--orange',
  weights: '--vscode-charts-blue',
  cached: '--vscode-charts-blue',
  vectors: '--vscode-charts-blue',
  activations: '--vscode-charts-green',
  stream: '--vscode-charts-red',
  kv: '--orange',
};

/** What the chart shows. */
export interface RamOverTime {
  /** From the ground up, each with its place among all bands, which its look follows. */
  readonly bands: readonly { readonly band: Band; readonly index: number }[];
  /** What the bands add up to. */
  readonly totalBytes: number;
  /** Positions in the cache now, and the most there can be. */
  readonly positions: number;
  readonly contextLength: number;
}

/** The 32 MB over the positions of the text as stacked bands; the forecast part is paler. */
export class RamTimeChart {
  readonly element: HTMLElement;
  private readonly canvas = element('canvas', { class: 'ram-time-canvas', attributes: { role: 'img' } });
  private shown: RamOverTime | undefined;
  private readonly drawSoon: () => void;

  constructor() {
    this.element = element('div', { class: 'ram-time-chart' }, this.canvas);
    this.drawSoon = redrawWhenChanged(this.canvas, () => this.draw());
  }

  show(shown: RamOverTime): void {
    this.shown = shown;
    this.canvas.setAttribute(
      'aria-label',
      `RAM over ${count(shown.contextLength)} positions, ${count(shown.positions)} of them filled; the table below shows the same data`,
    );
    this.drawSoon();
  }

  private draw(): void {
    const { clientWidth, clientHeight } = this.canvas;
    const context = preparedCanvas(this.canvas, clientWidth, clientHeight);
    const { shown } = this;
    if (!context || shown === undefined || shown.contextLength === 0) return;
    const isLabelled = clientWidth >= leastLabelledWidth;
    const width = Math.max(40, clientWidth - (isLabelled ? labelWidth : 1));
    const height = clientHeight - axisHeight;
    const style = getComputedStyle(this.canvas);
    context.font = `${style.fontSize} ${style.fontFamily}`;
    const x = (positions: number): number => (positions / shown.contextLength) * width;
    const y = (bytes: number): number => height * (1 - bytes / shown.totalBytes);
    let [start, end] = [0, 0];
    for (const { band, index } of shown.bands) {
      const [top, topEnd] = [start + bytesAt(band, 0), end + bytesAt(band, shown.contextLength)];
      const outline = new Path2D();
      outline.moveTo(0, y(start));
      outline.lineTo(width, y(end));
      outline.lineTo(width, y(topEnd));
      outline.lineTo(0, y(top));
      outline.closePath();
      fillBand(context, outline, band, index, { width, height, now: x(shown.positions) });
      const middle = (y(end) + y(topEnd)) / 2;
      if (isLabelled && y(end) - y(topEnd) >= leastLabel) {
        context.fillStyle = themeColour('--vscode-foreground');
        context.textBaseline = 'middle';
        context.textAlign = 'left';
        context.fillText(`${band.name}, ${size(topEnd - end)}`, width + 6, middle);
      }
      [start, end] = [top, topEnd];
    }
    context.strokeStyle = themeColour('--vscode-foreground');
    context.setLineDash([4, 3]);
    context.beginPath();
    context.moveTo(x(shown.positions), 0);
    context.lineTo(x(shown.positions), height);
    context.stroke();
    context.setLineDash([]);
    context.fillStyle = themeColour('--vscode-descriptionForeground');
    context.textBaseline = 'alphabetic';
    context.textAlign = 'left';
    context.fillText('position 0', 0, height + axisHeight - 3);
    context.textAlign = 'right';
    context.fillText(count(shown.contextLength), width, height + axisHeight - 3);
  }
}

const swatchSize = 12;

/** A small piece of a band's look, for the table that names it. */
export function bandSwatch(band: Band, index: number): HTMLElement {
  const canvas = element('canvas', { class: 'swatch', attributes: { 'aria-hidden': 'true' } });
  redrawWhenChanged(canvas, () => {
    const context = preparedCanvas(canvas, swatchSize, swatchSize);
    const outline = new Path2D();
    outline.rect(0, 0, swatchSize, swatchSize);
    if (context)
      fillBand(context, outline, band, index, { width: swatchSize, height: swatchSize, now: swatchSize });
  });
  return canvas;
}

/** Bands differ by their lines as well as by colour; neighbours never have the same. */
function fillBand(
  context: CanvasRenderingContext2D,
  outline: Path2D,
  { kind }: Band,
  index: number,
  { width, height, now }: { width: number; height: number; now: number },
): void {
  const isPlain = kind === 'free' || kind === 'kv-empty';
  const ink = themeColour(isHighContrast() ? '--vscode-foreground' : (inks[kind] ?? '--vscode-foreground'));
  context.save();
  context.clip(outline);
  context.strokeStyle = ink;
  context.fillStyle = ink;
  if (!isPlain) {
    context.globalAlpha = isHighContrast() ? 0 : 0.35;
    context.fillRect(0, 0, width, height);
    context.globalAlpha = 1;
    drawLines(context, index % 3, width, height);
    // Positions that are still to come are a forecast.
    context.globalAlpha = 0.55;
    context.fillStyle = themeColour('--vscode-panel-background') || themeColour('--vscode-editor-background');
    context.fillRect(now, 0, width - now, height);
    context.globalAlpha = 1;
  }
  context.restore();
  context.strokeStyle = ink;
  context.lineWidth = 1;
  context.stroke(outline);
}

function drawLines(context: CanvasRenderingContext2D, look: number, width: number, height: number): void {
  const step = 6;
  context.lineWidth = 1;
  context.beginPath();
  if (look === 0) {
    for (let at = -height; at < width; at += step) {
      context.moveTo(at, height);
      context.lineTo(at + height, 0);
    }
  } else if (look === 1) {
    for (let at = 0.5; at < height; at += step) {
      context.moveTo(0, at);
      context.lineTo(width, at);
    }
  } else {
    for (let at = 0.5; at < width; at += step) {
      context.moveTo(at, 0);
      context.lineTo(at, height);
    }
  }
  context.stroke();
}
