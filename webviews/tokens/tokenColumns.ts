import {
  addTimes,
  noTime,
  timeParts,
  totalMs,
  type TimePart,
  type TimeSplit,
} from '../../model/trace/timeSplit';
import type { Column } from '../common/table/column';
import { count, counted, milliseconds, percent } from '../common/numbers';
import { partTitles } from '../timeline/timelinePassColumns';
import { alternatives, rowWord, type TokenRow } from './tokenRows';

/** The columns of the tokens, what matters first: a narrow view cuts off the last ones. */
export const tokenColumns: readonly Column<TokenRow>[] = [
  {
    key: 'position',
    label: 'Position',
    title: 'Position in the KV cache; the model registers come before the text',
    track: 'minmax(4.6em, 0.5fr)',
    numeric: true,
    text: ({ position }) => count(position),
    order: ({ position }) => position,
  },
  { key: 'text', label: 'Token', track: 'minmax(7em, 1.4fr)', text: rowWord },
  {
    key: 'probability',
    label: 'Probability',
    title: 'How likely the model found the token, before temperature and penalties',
    track: 'minmax(5.6em, 0.8fr)',
    numeric: true,
    text: (row) => {
      const share = probabilityOf(row);
      return share === undefined ? '' : percent(share);
    },
    order: probabilityOf,
  },
  time('total', 'ms', 'Milliseconds since the token before', totalMs, '4.6em'),
  {
    key: 'alternatives',
    label: 'Alternatives',
    title: 'The other most likely tokens',
    track: 'minmax(14em, 4fr)',
    text: alternatives,
    draw: (row, cell) => {
      cell.textContent = cell.title = alternatives(row);
    },
  },
  {
    key: 'origin',
    label: 'From',
    title: 'Where it comes from',
    track: 'minmax(7em, 0.8fr)',
    text: ({ origin }) => origin,
  },
  ...timeParts.map((part: TimePart) =>
    time(part, `${part} ms`, partTitles[part], (split) => split[part], '6.4em'),
  ),
  {
    key: 'id',
    label: 'Id',
    title: 'Number in the vocabulary',
    track: 'minmax(4em, 0.5fr)',
    numeric: true,
    text: (row) => (row.origin === 'model register' ? '' : count(row.id)),
    order: (row) => (row.origin === 'model register' ? undefined : row.id),
  },
  {
    key: 'pass',
    label: 'Pass',
    title: 'The pass that ended with it',
    track: 'minmax(4em, 0.5fr)',
    numeric: true,
    text: (row) => (row.origin === 'generated' ? count(row.pass) : ''),
    order: (row) => (row.origin === 'generated' ? row.pass : undefined),
  },
];

/** The last line: how many tokens are shown and what they took. */
export function tokenTotals(shown: readonly TokenRow[]): Record<string, string> {
  const split = shown.reduce((sum, row) => addTimes(sum, splitOf(row) ?? noTime), noTime);
  const whole = totalMs(split);
  return {
    text: counted(shown.length, 'position'),
    ...(whole > 0 && {
      total: milliseconds(whole),
      ...Object.fromEntries(timeParts.map((part) => [part, milliseconds(split[part])])),
    }),
  };
}

function probabilityOf(row: TokenRow): number | undefined {
  return row.origin === 'generated' ? row.odds?.probability : undefined;
}

const splitOf = (row: TokenRow): TimeSplit | undefined =>
  row.origin === 'generated' ? row.split : undefined;

function time(
  key: string,
  label: string,
  title: string,
  value: (split: TimeSplit) => number,
  least: string,
): Column<TokenRow> {
  const valueOf = (row: TokenRow): number | undefined => {
    const split = splitOf(row);
    return split && value(split);
  };
  return {
    key,
    label,
    title,
    track: `minmax(${least}, 0.8fr)`,
    numeric: true,
    text: (row) => {
      const ms = valueOf(row);
      return ms === undefined ? '' : milliseconds(ms);
    },
    order: valueOf,
  };
}
