/** Height of a row in CSS pixels; the same as in VS Code's lists, and in table.css. */
export const rowHeight = 22;
/** Rows drawn above and below what is visible, so that a small scroll shows no gap. */
const overscan = 6;

/** What can be seen of a list of rows. */
export interface RowViewport {
  readonly scrollTop: number;
  readonly clientHeight: number;
}

/** Indices of the rows to draw, of so many. */
export function rowsToDraw({ scrollTop, clientHeight }: RowViewport, count: number): number[] {
  const first = Math.max(0, Math.floor(scrollTop / rowHeight) - overscan);
  const end = Math.min(count, Math.ceil((scrollTop + clientHeight) / rowHeight) + overscan);
  return Array.from({ length: Math.max(0, end - first) }, (_, index) => first + index);
}

/** Where to scroll to so that a row is in sight, by as little as it takes. */
export function scrollTopFor(index: number, { scrollTop, clientHeight }: RowViewport): number {
  const top = index * rowHeight;
  if (top < scrollTop) return top;
  return Math.max(scrollTop, top + rowHeight - clientHeight);
}

/** Rows that Page Up and Page Down go over. */
export const rowsOfPage = ({ clientHeight }: RowViewport): number =>
  Math.max(1, Math.floor(clientHeight / rowHeight) - 1);
