import type { ScaleProfile } from '../../../model/inspect/scales';
import { element } from '../../common/dom';
import { count, span } from '../../common/numbers';
import { plainTable, tableBehind } from '../../common/plainTable';
import { svgElement, svgText } from '../../common/svg';
import { weight } from './weightText';

const width = 640;
const height = 120;
const foot = 20;

/** Scales from the first row to the last: a band from the least to the largest, a line for the mean. */
export function scaleChart(profile: ScaleProfile): { picture: SVGElement; parts: HTMLElement[] } {
  const { buckets, per } = profile;
  const most = Math.max(Number.MIN_VALUE, ...buckets.map(({ max }) => max));
  const least = Math.min(0, ...buckets.map(({ min }) => min));
  const x = (i: number): number => (buckets.length < 2 ? width / 2 : (i / (buckets.length - 1)) * width);
  const y = (value: number): number => (1 - (value - least) / (most - least)) * (height - foot - 4) + 4;
  const point = (i: number, value: number): string => `${x(i).toFixed(1)},${y(value).toFixed(1)}`;
  const band = [
    ...buckets.map(({ max }, i) => point(i, max)),
    ...buckets.map(({ min }, i) => point(i, min)).reverse(),
  ].join(' ');
  const line = buckets.map(({ mean }, i) => point(i, mean)).join(' ');
  const picture = svgElement(
    'svg',
    {
      class: 'chart',
      viewBox: `0 0 ${width} ${height}`,
      role: 'img',
      'aria-label': `Scales of ${count(profile.count)} ${per}s, up to ${weight(most)}`,
    },
    svgElement('polygon', { class: 'band', points: band }),
    svgElement('polyline', { class: 'line', points: line }),
    svgElement('line', { class: 'axis', x1: 0, x2: width, y1: height - foot, y2: height - foot }),
    svgText(`${per} 0`, { class: 'label', x: 0, y: height - 5 }),
    svgText(`${per} ${count(profile.count - 1)}`, { class: 'label end', x: width, y: height - 5 }),
    svgText(weight(most), { class: 'label', x: 0, y: 12 }),
  );
  const behind = tableBehind('Scales', () =>
    plainTable(
      'Scales',
      [per === 'row' ? 'Rows' : 'Groups', 'Minimum', 'Mean', 'Maximum'],
      buckets.map(({ first, count: many, min, mean, max }) => [
        span(first, first + many - 1),
        weight(min),
        weight(mean),
        weight(max),
      ]),
    ),
  );
  return { picture, parts: [element('div', { class: 'picture' }, picture), behind] };
}
