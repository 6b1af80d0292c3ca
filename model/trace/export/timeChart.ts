import type { PassTime } from '../passTimes';
import { timeParts, totalMs, type TimePart } from '../timeSplit';
import { escapeHtml } from './html';

const size = { width: 960, height: 200, bottom: 16, left: 60 } as const;
/** More bars than this could not be told apart. */
const most = 160;

/** The last passes as stacked bars, in SVG without any style of its own; the table beside it says the same. */
export function timeChart(passes: readonly PassTime[]): string {
  const shown = passes.slice(-most);
  const highest = Math.max(...shown.map(({ split }) => totalMs(split)), 1e-9);
  const step = (size.width - size.left) / shown.length;
  const plotHeight = size.height - size.bottom;
  const bars = shown.flatMap(({ split }, index) => {
    let y = plotHeight;
    return timeParts.map((part) => {
      const height = (split[part] / highest) * plotHeight;
      y -= height;
      const x = size.left + index * step;
      return bar(part, { x, y, width: Math.max(step * 0.85, 0.5), height });
    });
  });
  const [first, last] = [shown[0]?.pass ?? 0, shown.at(-1)?.pass ?? 0];
  const label = `Stacked bars of passes ${first} to ${last}; the highest takes ${highest.toFixed(2)} ms. The table of passes says the same.`;
  const names = timeParts.map((part, index) => legend(part, index));
  return [
    '<figure><figcaption>Time of the last passes</figcaption>',
    `<svg viewBox="0 0 ${size.width} ${size.height + 24}" width="${size.width}" height="${size.height + 24}" role="img" aria-label="${escapeHtml(label)}">`,
    `<text x="0" y="12">${highest.toFixed(1)} ms</text><text x="0" y="${plotHeight}">0 ms</text>`,
    `<text x="${size.left}" y="${size.height}">pass ${first}</text>`,
    `<text x="${size.width}" y="${size.height}" text-anchor="end">pass ${last}</text>`,
    ...bars,
    ...names,
    '</svg></figure>',
  ].join('\n');
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A rectangle with the pattern of its part, so that parts differ without colours, too. */
function bar(part: TimePart, { x, y, width, height }: Box): string {
  const rect = `<rect class="${part}" x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}"/>`;
  const gap = { disc: 0, matmul: 6, attention: 3, rest: 12 }[part];
  if (gap === 0 || height < gap) return rect;
  const lines = Array.from({ length: Math.min(40, Math.floor(height / gap)) }, (_, index) => {
    const at = n(y + (index + 0.5) * gap);
    return `M${n(x)} ${at}h${n(width)}`;
  });
  return `${rect}<path class="mark" d="${lines.join('')}"/>`;
}

function legend(part: TimePart, index: number): string {
  const x = size.left + index * 110;
  const y = size.height + 8;
  return `${bar(part, { x, y, width: 14, height: 14 })}<text x="${x + 20}" y="${y + 11}">${part}</text>`;
}

const n = (value: number): string => String(Math.round(value * 100) / 100);
