import type { Histogram } from '../../../model/inspect/histogram';
import { element } from '../../common/dom';
import { count } from '../../common/numbers';
import { plainTable, tableBehind } from '../../common/plainTable';
import { svgElement, svgText } from '../../common/svg';
import { weight } from './weightText';

const width = 640;
const height = 170;
const foot = 20;

/** Bars over the values, with the table behind them. */
export function histogramChart({ from, to, counts }: Histogram): {
  picture: SVGElement;
  parts: HTMLElement[];
} {
  const most = Math.max(1, ...counts);
  const step = width / Math.max(1, counts.length);
  const bars = counts.map((bar, i) => {
    const barHeight = (bar / most) * (height - foot);
    return svgElement('rect', {
      class: 'bar',
      x: i * step,
      y: height - foot - barHeight,
      width: Math.max(0.5, step - 1),
      height: barHeight,
    });
  });
  const zero = from < 0 && to > 0 ? [(-from / (to - from)) * width] : [];
  const picture = svgElement(
    'svg',
    {
      class: 'chart',
      viewBox: `0 0 ${width} ${height}`,
      role: 'img',
      'aria-label': `Histogram of ${count(counts.reduce((sum, bar) => sum + bar, 0))} values from ${weight(from)} to ${weight(to)}`,
    },
    ...bars,
    svgElement('line', { class: 'axis', x1: 0, x2: width, y1: height - foot, y2: height - foot }),
    ...zero.map((x) => svgElement('line', { class: 'axis dashed', x1: x, x2: x, y1: 0, y2: height - foot })),
    svgText(weight(from), { class: 'label', x: 0, y: height - 5 }),
    ...zero.map((x) => svgText('0', { class: 'label middle', x, y: height - 5 })),
    svgText(weight(to), { class: 'label end', x: width, y: height - 5 }),
  );
  const bound = (i: number): string => weight(from + ((to - from) * i) / Math.max(1, counts.length));
  const behind = tableBehind('Histogram', () =>
    plainTable(
      'Histogram',
      ['From', 'To', 'Values'],
      counts.map((bar, i) => [bound(i), bound(i + 1), count(bar)]),
    ),
  );
  return { picture, parts: [element('div', { class: 'picture' }, picture), behind] };
}
