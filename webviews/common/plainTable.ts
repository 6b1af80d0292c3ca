import { element } from './dom';

/** A small table that is all there: a heading for each column and each row. */
export function plainTable(
  label: string,
  heads: readonly string[],
  rows: readonly (readonly string[])[],
): HTMLElement {
  const head = heads.map((text) => element('th', { text, attributes: { scope: 'col' } }));
  const body = rows.map(([first = '', ...others]) =>
    element(
      'tr',
      {},
      element('th', { text: first, attributes: { scope: 'row' } }),
      ...others.map((text) => element('td', { class: 'numbers', text })),
    ),
  );
  return element(
    'table',
    { class: 'facts-table', attributes: { 'aria-label': label } },
    element('thead', {}, element('tr', {}, ...head)),
    element('tbody', {}, ...body),
  );
}

/** The table behind a picture: made when somebody opens it. */
export function tableBehind(label: string, make: () => HTMLElement): HTMLElement {
  const details = element(
    'details',
    { class: 'behind' },
    element('summary', { text: `${label} as a table` }),
  );
  details.addEventListener('toggle', () => {
    if (!details.open || details.children.length > 1) return;
    const table = make();
    details.append(
      element(
        'div',
        {
          class: 'behind-table',
          attributes: { tabindex: '0', role: 'region', 'aria-label': `${label} as a table` },
        },
        table,
      ),
    );
  });
  return details;
}
