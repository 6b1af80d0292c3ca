import { jump } from '../common/controls';
import { element } from '../common/dom';
import type { HeaderFieldRow } from '../messages/inspector';

/**
 * The header, one row a field, each with what it means and, where it is wrong or odd, why.
 * @param showBytes goes to the bytes of a field.
 */
export function fieldTable(
  fields: readonly HeaderFieldRow[],
  showBytes: (offset: number) => void,
): HTMLElement {
  const head = ['Field', 'Value', 'Bytes', 'Check', 'Meaning'].map((text) =>
    element('th', { text, attributes: { scope: 'col' } }),
  );
  return element(
    'table',
    { class: 'fields', attributes: { 'aria-label': 'Header fields' } },
    element('thead', {}, element('tr', {}, ...head)),
    element('tbody', {}, ...fields.map((field) => fieldRow(field, showBytes))),
  );
}

const checks = { error: 'Error', warning: 'Warning' } as const;

function fieldRow(
  { name, offset, type, value, reading, meaning, remark }: HeaderFieldRow,
  showBytes: (offset: number) => void,
): HTMLElement {
  const explanation = element('td');
  if (reading !== undefined) explanation.append(element('div', { text: reading }));
  explanation.append(element('span', { class: 'muted', text: meaning }));
  if (remark !== undefined) {
    explanation.append(
      element('div', {
        class: `remark ${remark.severity}`,
        text: `${checks[remark.severity]}: ${remark.text}`,
      }),
    );
  }
  const row = element(
    'tr',
    remark === undefined ? {} : { class: remark.severity },
    element('th', { text: name, attributes: { scope: 'row' } }),
    element('td', { class: 'numbers value', text: value }),
    offset === undefined
      ? element('td', { class: 'numbers muted', text: '–', attributes: { title: 'Not stored' } })
      : element(
          'td',
          { class: 'numbers' },
          jump(`${offset}–${offset + 3}`, () => showBytes(offset), `${type}: show the bytes of ${name}`),
        ),
    element('td', { text: remark === undefined ? 'ok' : checks[remark.severity] }),
    explanation,
  );
  row.dataset['field'] = name;
  return row;
}
