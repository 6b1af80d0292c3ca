import { element } from '../../common/dom';

/** What the colours and marks of the cells mean. */
export function heatLegend(): HTMLElement {
  const item = (look: string, text: string): HTMLElement =>
    element(
      'li',
      {},
      element('span', { class: `heat-swatch ${look}`, attributes: { 'aria-hidden': 'true' } }),
      element('span', { text }),
    );
  return element(
    'ul',
    { class: 'heat-legend muted', attributes: { 'aria-label': 'Legend' } },
    item('positive', 'positive'),
    item('negative', 'negative (marked with a line)'),
    item('broken', 'NaN'),
    element('li', { text: 'stronger colour: farther from 0' }),
  );
}
