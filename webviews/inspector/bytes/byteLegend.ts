import { element } from '../../common/dom';

const kinds: readonly (readonly [kind: string, text: string])[] = [
  ['field', 'header'],
  ['scales', 'scales'],
  ['values', 'values'],
  ['padding', 'padding'],
];

/** What the colours and lines of the bytes mean. */
export function legend(): HTMLElement {
  return element(
    'ul',
    { class: 'legend', attributes: { 'aria-label': 'Kinds of bytes' } },
    ...kinds.map(([kind, text]) =>
      element(
        'li',
        {},
        element('span', { class: `byte ${kind}`, text: '00', attributes: { 'aria-hidden': 'true' } }),
        element('span', { text }),
      ),
    ),
  );
}
