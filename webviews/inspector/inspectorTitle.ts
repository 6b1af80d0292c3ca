import { button } from '../common/controls';
import { element } from '../common/dom';
import { count, size } from '../common/numbers';
import type { InspectorContent } from '../messages/inspector';

/**
 * Name, size, one line about the model, its problem if it has one, what running it would take, and what another layout
 * would save.
 * @param applyBest applies that layout.
 */
export function titleOf(
  { fileName, fileBytes, summary, problem, forecast, image }: InspectorContent,
  applyBest: () => void,
): HTMLElement[] {
  const place = image === undefined ? [] : [`${image.path} of ${image.name}, sector ${count(image.lba)}`];
  const lines = [
    element(
      'div',
      { class: 'title-line' },
      element('h1', { text: fileName }),
      element('span', {
        class: 'muted',
        text: [size(fileBytes), ...place].join(' · '),
        attributes: { title: `${count(fileBytes)} bytes` },
      }),
    ),
  ];
  if (summary !== undefined) lines.push(element('p', { class: 'muted', text: summary }));
  if (problem !== undefined) {
    lines.push(element('p', { class: 'notice error', text: problem, attributes: { role: 'alert' } }));
  }
  if (forecast !== undefined) {
    const kind = forecast.fits ? 'fits' : 'warning';
    lines.push(
      element(
        'p',
        { class: `notice ${kind}`, attributes: { 'data-forecast': '' } },
        element('span', { class: 'tag', text: 'forecast' }),
        element('span', { text: forecast.sentence }),
      ),
    );
  }
  const spare = forecast?.behind?.spare;
  // The layout of a disc that is there cannot be changed.
  if (spare !== undefined && image === undefined) {
    const apply = button(
      'Apply Best Layout',
      applyBest,
      'Find the layout that costs least, save it for this model and build its disc image',
    );
    lines.push(element('p', { class: 'notice insight' }, element('span', { text: spare }), apply));
  }
  return lines;
}
