import { addTimes, noTime, timeParts, totalMs, type TimePart } from '../../model/trace/timeSplit';
import type { Column } from '../common/table/column';
import { count, counted, milliseconds } from '../common/numbers';
import type { TokenRow } from '../messages/tokens';

/** The columns of the tokens. Narrow views show the first ones. */
export const tokenColumns: readonly Column<TokenRow>[] = [
  {
    key: 'position',
    label: 'Position',
    track: 'minmax(4.6em, 0.6fr)',
    numeric: true,
    text: ({ position }) => count(position),
    order: ({ position }) => position,
  },
  {
    key: 'text',
    label: 'Token',
    track: 'minmax(7em, 2fr)',
    text: ({ text, id }) => (text === undefined ? `token ${id}` : JSON.stringify(text)),
  },
  time('total', 'ms', 'Milliseconds since the token before', totalMs),
  ...timeParts.map((part: TimePart) =>
    time(part, `${part} ms`, `Of these, milliseconds: ${part}`, (split) => split[part]),
  ),
  {
    key: 'id',
    label: 'Id',
    title: 'Number in the vocabulary',
    track: 'minmax(4em, 0.6fr)',
    numeric: true,
    text: ({ id }) => count(id),
    order: ({ id }) => id,
  },
  {
    key: 'pass',
    label: 'Pass',
    title: 'The pass that ended with it',
    track: 'minmax(4em, 0.6fr)',
    numeric: true,
    text: ({ pass }) => count(pass),
    order: ({ pass }) => pass,
  },
];

/** The last line: how many tokens are shown and what they took. */
export function tokenTotals(shown: readonly TokenRow[]): Record<string, string> {
  const split = shown.reduce((sum, row) => addTimes(sum, row.split ?? noTime), noTime);
  const whole = totalMs(split);
  return {
    text: counted(shown.length, 'token'),
    ...(whole > 0 && {
      total: milliseconds(whole),
      ...Object.fromEntries(timeParts.map((part) => [part, milliseconds(split[part])])),
    }),
  };
}

function time(
  key: string,
  label: string,
  title: string,
  value: (split: NonNullable<TokenRow['split']>) => number,
): Column<TokenRow> {
  return {
    key,
    label,
    title,
    track: 'minmax(5.8em, 1fr)',
    numeric: true,
    text: ({ split }) => (split === undefined ? '' : milliseconds(value(split))),
    order: ({ split }) => (split === undefined ? undefined : value(split)),
  };
}
