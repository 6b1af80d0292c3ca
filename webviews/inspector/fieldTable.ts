import { element } from '../common/dom';
import type { HeaderFieldRow } from '../messages';

/** The header, one row a field, each with what it means and, where it is wrong or odd, why. */
export function fieldTable(fields: readonly HeaderFieldRow[]): HTMLElement {
  const head = ['Field', 'Value', 'Offset', 'Meaning'].map((text) =>
    element('th', { text, attributes: { scope: 'col' } }),
  );
  return element(
    'table',
    { class: 'fields', attributes: { 'aria-label': 'Header fields' } },
    element('thead', {}, element('tr', {}, ...head)),
    element('tbody', {}, ...fields.map(fieldRow)),
  );
}

function fieldRow({ name, offset, type, value, reading, meaning, remark }: HeaderFieldRow): HTMLElement {
  const explanation = element('td');
  if (reading !== undefined) explanation.append(element('div', { text: reading }));
  explanation.append(element('span', { class: 'muted', text: meaning }));
  if (remark !== undefined) {
    const label = remark.severity === 'error' ? 'Error: ' : 'Warning: ';
    explanation.append(element('div', { class: `remark ${remark.severity}`, text: label + remark.text }));
  }
  return element(
    'tr',
    remark === undefined ? {} : { class: remark.severity },
    element('th', { text: name, attributes: { scope: 'row' } }),
    element('td', { class: 'numbers value', text: value }),
    element('td', {
      class: 'numbers muted',
      text: offset === undefined ? '–' : String(offset),
      attributes: { title: offset === undefined ? 'not stored' : `${type} at byte ${offset}` },
    }),
    explanation,
  );
}
