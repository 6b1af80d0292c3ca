import { element } from '../common/dom';
import { count, size } from '../common/numbers';
import type { CompareSide } from '../messages/compare';

/** One of the two models: its file, what it is and what running it would take. */
export function compareSide(
  which: string,
  { fileName, fileBytes, summary, problem, forecast }: CompareSide,
): HTMLElement {
  const lines = [
    element(
      'div',
      { class: 'title-line' },
      element('span', { class: 'tag', text: which }),
      element('h1', { text: fileName }),
      element('span', {
        class: 'muted',
        text: size(fileBytes),
        attributes: { title: `${count(fileBytes)} bytes` },
      }),
    ),
  ];
  if (summary !== undefined) lines.push(element('p', { class: 'muted', text: summary }));
  if (problem !== undefined)
    lines.push(element('p', { class: 'notice error', text: problem, attributes: { role: 'alert' } }));
  if (forecast !== undefined) lines.push(element('p', { class: 'notice', text: forecast }));
  return element(
    'section',
    { class: 'side', attributes: { 'aria-label': `${which}: ${fileName}` } },
    ...lines,
  );
}
