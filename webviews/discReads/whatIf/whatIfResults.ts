import { layoutName, layoutSentence, type DiscLayout } from '../../../model/plan/discLayout';
import type { LayoutResult } from '../../../model/plan/layoutSearch';
import { sectorBytes } from '../../../model/plan/units';
import type { WhatIfResult } from '../../../model/plan/whatIf';
import { jump } from '../../common/controls';
import { element } from '../../common/dom';
import { count, decimal, milliseconds, size } from '../../common/numbers';

interface Line {
  readonly name: string;
  readonly title?: string;
  readonly value: (result: WhatIfResult) => string;
}

const lines: readonly Line[] = [
  { name: 'ms per token', value: ({ ms }) => milliseconds(ms) },
  { name: 'tokens per second', value: ({ ms }) => decimal(1000 / ms) },
  { name: 'disc, ms', title: 'Waiting for reads', value: ({ token }) => milliseconds(token.split.disc) },
  { name: 'matmul, ms', value: ({ token }) => milliseconds(token.split.matmul) },
  { name: 'attention, ms', value: ({ token }) => milliseconds(token.split.attention) },
  { name: 'rest, ms', value: ({ token }) => milliseconds(token.split.rest) },
  { name: 'read per token', value: ({ token }) => size(token.sectors * sectorBytes) },
  { name: 'reads per token', value: ({ token }) => count(token.reads.length) },
  { name: 'seeks per token', value: ({ token }) => count(token.seeks) },
  {
    name: 'before the first token, ms',
    title: 'Reads before the first pass',
    value: ({ preloadMs }) => milliseconds(preloadMs),
  },
  { name: 'resident matrices', value: ({ keptBytes }) => size(keptBytes) },
  { name: 'RAM left', value: ({ freeBytes }) => size(freeBytes) },
  { name: 'first sector', value: ({ weightsSector }) => count(weightsSector) },
];

/** The current layout, the one that was asked about and the best one side by side. */
export function comparison(
  columns: readonly { readonly name: string; readonly result: WhatIfResult }[],
): HTMLElement {
  return element(
    'table',
    { class: 'small-table' },
    element('caption', { class: 'visually-hidden', text: 'A token, as forecast' }),
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        element('td'),
        ...columns.map(({ name }) => element('th', { text: name, attributes: { scope: 'col' } })),
      ),
    ),
    element(
      'tbody',
      {},
      ...lines.map(({ name, title, value }) =>
        element(
          'tr',
          {},
          element('th', { text: name, attributes: { scope: 'row', ...(title !== undefined && { title }) } }),
          ...columns.map(({ result }) => element('td', { class: 'numbers', text: value(result) })),
        ),
      ),
    ),
  );
}

/** All layouts, fastest first, with the difference of each from the best. */
export function layoutTable(
  results: readonly LayoutResult[],
  present: DiscLayout,
  isSame: (a: DiscLayout, b: DiscLayout) => boolean,
  ask: (layout: DiscLayout) => void,
): HTMLElement {
  const least = Math.min(...results.map(({ result }) => result.ms));
  return element(
    'table',
    { class: 'small-table layouts' },
    element('caption', { text: 'Cost of each layout' }),
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        ...['Layout', 'ms per token', 'vs. best', 'seeks', ''].map((text) =>
          text === '' ? element('td') : element('th', { text, attributes: { scope: 'col' } }),
        ),
      ),
    ),
    element(
      'tbody',
      {},
      ...results.map(({ layout, result }) => {
        const [name, sentence] = [layoutName(layout), layoutSentence(layout)];
        const text = isSame(layout, present) ? `${name} (current)` : name;
        return element(
          'tr',
          {},
          element('th', { text, attributes: { scope: 'row', title: sentence } }),
          element('td', { class: 'numbers', text: milliseconds(result.ms) }),
          element('td', {
            class: 'numbers',
            text: result.ms <= least ? '—' : `+${milliseconds(result.ms - least)} ms`,
          }),
          element('td', { class: 'numbers', text: count(result.token.seeks) }),
          element(
            'td',
            {},
            askButton(sentence, () => ask(layout)),
          ),
        );
      }),
    ),
  );
}

function askButton(sentence: string, ask: () => void): HTMLElement {
  const made = jump('Try', ask, `Try this layout: ${sentence}`);
  made.setAttribute('aria-label', `Try this layout: ${sentence}`);
  return made;
}
