import type { Column } from './column';
import type { Tree } from './tableOptions';

/** Which column the rows are sorted by. */
export interface Sort {
  readonly key: string;
  readonly descending: boolean;
}

/** The rows of which each word of `filter` occurs in some cell, in any case. */
export function filterRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  filter: string,
): readonly Row[] {
  const words = searchable(filter).split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter((row) => {
    const cells = columns.map((column) => searchable(column.text(row)));
    return words.every((word) => cells.some((cell) => cell.includes(word)));
  });
}

/** In lower case, and with the minus sign that a keyboard has. */
const searchable = (text: string): string => text.toLowerCase().replaceAll('−', '-');

const collator = new Intl.Collator('en', { numeric: true });

/** A sorted copy; rows that compare equal keep their order. */
export function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  sort: Sort | undefined,
): readonly Row[] {
  const column = columns.find(({ key }) => key === sort?.key);
  if (sort === undefined || column === undefined) return rows;
  const order = column.order ?? column.text;
  const sign = sort.descending ? -1 : 1;
  return rows
    .map((row) => ({ row, value: order(row) }))
    .sort((a, b) => {
      if (a.value === undefined || b.value === undefined)
        return Number(a.value === undefined) - Number(b.value === undefined);
      if (typeof a.value === 'number' && typeof b.value === 'number') return sign * (a.value - b.value);
      return sign * collator.compare(String(a.value), String(b.value));
    })
    .map(({ row }) => row);
}

/** Puts each row below its parent, if the parent is among the rows. */
export function treeOrder<Row>(
  rows: readonly Row[],
  key: (row: Row) => string,
  { parent }: Tree<Row>,
): readonly Row[] {
  const keys = new Set(rows.map(key));
  const tops: Row[] = [];
  const below = new Map<string, Row[]>();
  for (const row of rows) {
    const above = parent(row);
    if (above === undefined || !keys.has(above)) {
      tops.push(row);
      continue;
    }
    const siblings = below.get(above);
    if (siblings === undefined) below.set(above, [row]);
    else siblings.push(row);
  }
  return tops.flatMap((row) => [row, ...(below.get(key(row)) ?? [])]);
}
