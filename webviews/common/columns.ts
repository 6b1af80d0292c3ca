/** A column of a table over rows of type `Row`. */
export interface Column<Row> {
  readonly key: string;
  readonly label: string;
  /** What the header says at more length, on hover. */
  readonly title?: string;
  /** A CSS grid track, for example `minmax(12ch, 2fr)`. */
  readonly track: string;
  /** Numbers stand right-aligned. */
  readonly numeric?: boolean;
  /** What the cell says, also to the filter and to screen readers. */
  readonly text: (row: Row) => string;
  /** What the column sorts by; `text` without it. Undefined sorts last in both directions. */
  readonly order?: (row: Row) => number | string | undefined;
  /** Draws into the cell instead of its plain text; what it draws must say the same as `text`. */
  readonly draw?: (row: Row, cell: HTMLElement) => void;
}

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
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter((row) => {
    const cells = columns.map((column) => column.text(row).toLowerCase());
    return words.every((word) => cells.some((cell) => cell.includes(word)));
  });
}

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
