import type { DecodedGroup } from '../../../model/inspect/group';
import { jump } from '../../common/controls';
import { element } from '../../common/dom';
import { address, count, counted, significant } from '../../common/numbers';

/** A quantisation group down to bits: its scale, then one row per value. */
export function groupTable(
  { scale, groupValues, values }: DecodedGroup,
  current: readonly number[],
  go: (offset: number) => void,
): HTMLElement[] {
  const isFloat = scale === undefined;
  const parts: HTMLElement[] = [];
  if (scale !== undefined) {
    const shared = counted(groupValues, 'value');
    const more =
      groupValues > values.length ? `, ${count(values.length)} of them shown around the cursor` : '';
    parts.push(
      element(
        'p',
        {},
        element('span', { text: 'Scale ' }),
        jump(exact(scale.value), () => go(scale.offset), `at byte ${address(scale.offset)}`),
        element('span', { class: 'muted', text: ` for ${shared}${more}; weight = integer × scale` }),
      ),
    );
  }
  const heads = isFloat ? ['Row', 'Column', 'Bits', 'Value'] : ['Row', 'Column', 'Bits', 'Integer', 'Weight'];
  const rows = values.map(({ index, row, col, offset, bits, integer, value }) =>
    element(
      'tr',
      current.includes(index) ? { class: 'current', attributes: { 'aria-current': 'true' } } : {},
      element('td', { text: count(row) }),
      element(
        'td',
        {},
        jump(count(col), () => go(offset), `byte ${address(offset)}`),
      ),
      element('td', { class: 'bits', text: isFloat ? floatBits(bits) : bits }),
      ...(integer === undefined ? [] : [element('td', { text: count(integer) })]),
      element('td', { text: exact(value) }),
    ),
  );
  parts.push(
    element(
      'table',
      { class: 'group numbers', attributes: { 'aria-label': isFloat ? 'Values' : 'Values of the group' } },
      element(
        'thead',
        {},
        element('tr', {}, ...heads.map((text) => element('th', { text, attributes: { scope: 'col' } }))),
      ),
      element('tbody', {}, ...rows),
    ),
  );
  return parts;
}

/** Sign, exponent and fraction apart. */
const floatBits = (bits: string): string => `${bits.slice(0, 1)} ${bits.slice(1, 9)} ${bits.slice(9)}`;

/** An f32 in the digits that tell it from its neighbours. */
const exact = (value: number): string => significant(value, 8);
