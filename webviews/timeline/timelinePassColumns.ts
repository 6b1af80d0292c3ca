import type { PassTime } from '../../model/trace/passTimes';
import { timeParts, totalMs, type TimePart } from '../../model/trace/timeSplit';
import type { Column } from '../common/table/column';
import { count as countText, milliseconds, span } from '../common/numbers';
import { tokenName } from '../common/tokenLine';

/** What each part of the time is. */
export const partTitles: Readonly<Record<TimePart, string>> = {
  disc: 'Milliseconds spent waiting for reads',
  matmul: 'Milliseconds in matrix multiplications, without waits',
  attention: 'Milliseconds in attention, without waits',
  rest: 'Milliseconds in all other operations, without waits',
};

/** Columns of the table with the data of the bars; a narrow view shows the first ones. */
export const timelinePassColumns: readonly Column<PassTime>[] = [
  {
    key: 'pass',
    label: 'Pass',
    track: 'minmax(2.8em, 1fr)',
    numeric: true,
    text: ({ pass }) => countText(pass),
    order: ({ pass }) => pass,
  },
  {
    key: 'token',
    label: 'Token',
    title: 'The token that the pass ended with',
    track: 'minmax(6em, 2fr)',
    text: ({ token }) => (token === undefined ? '' : tokenName(token)),
  },
  time('total', 'ms', 'Milliseconds for the pass', ({ split }) => totalMs(split), '5em'),
  ...timeParts.map((part) => time(part, `${part} ms`, partTitles[part], ({ split }) => split[part])),
  {
    key: 'positions',
    label: 'Positions',
    track: 'minmax(5em, 1fr)',
    numeric: true,
    text: positions,
    order: ({ first }) => first,
  },
];

function positions({ first, count }: PassTime): string {
  if (first === undefined || count === undefined) return '';
  return span(first, first + count - 1);
}

function time(
  key: string,
  label: string,
  title: string,
  value: (pass: PassTime) => number,
  least = '6.4em',
): Column<PassTime> {
  return {
    key,
    label,
    title,
    track: `minmax(${least}, 1fr)`,
    numeric: true,
    text: (pass) => milliseconds(value(pass)),
    order: value,
  };
}
