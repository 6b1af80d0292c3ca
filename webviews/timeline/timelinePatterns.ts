import { isHighContrast, themeColour } from '../common/canvas';
import type { TimePart } from '../../model/trace/timeSplit';

/** The theme's colour of each part; patterns tell them apart without it. */
const inks: Readonly<Record<TimePart, string>> = {
  disc: '--vscode-charts-red',
  matmul: '--vscode-charts-blue',
  attention: '--orange',
  rest: '--vscode-descriptionForeground',
};

/** Fills a rectangle with the look of a part; clears what was there. Less than a pixel is not drawn. */
export function fillPart(
  context: CanvasRenderingContext2D,
  part: TimePart,
  { x, y, width, height }: { x: number; y: number; width: number; height: number },
): void {
  if (height <= 0) return;
  const ink = themeColour(isHighContrast() ? '--vscode-foreground' : inks[part]);
  context.save();
  context.beginPath();
  context.rect(x, y, width, height);
  context.clip();
  context.fillStyle = ink;
  context.strokeStyle = ink;
  if (part === 'disc') context.fillRect(x, y, width, height);
  else {
    context.globalAlpha = isHighContrast() ? 0 : 0.3;
    context.fillRect(x, y, width, height);
    context.globalAlpha = 1;
    drawPattern(context, part, x, y, width, height);
  }
  context.restore();
}

/** Matmul has slanted lines, attention a grid, rest level lines; all begin at the same places of the canvas. */
function drawPattern(
  context: CanvasRenderingContext2D,
  part: Exclude<TimePart, 'disc'>,
  x: number,
  y: number,
  width: number,
  height: number,
): void {
  const step = 5;
  context.lineWidth = 1;
  context.beginPath();
  if (part === 'matmul') {
    for (let at = -width; at < height + step; at += step) {
      context.moveTo(x, y + at);
      context.lineTo(x + width, y + at + width);
    }
  } else {
    for (let at = y + 0.5; at < y + height; at += step) {
      context.moveTo(x, at);
      context.lineTo(x + width, at);
    }
    if (part === 'attention') {
      for (let at = x + 0.5; at < x + width; at += step) {
        context.moveTo(at, y);
        context.lineTo(at, y + height);
      }
    }
  }
  context.stroke();
}
