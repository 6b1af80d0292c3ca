/** A column of a table over rows of type `Row`. */
export interface Column<Row> {
  readonly key: string;
  readonly label: string;
  /** A longer text of the header, shown on hover. */
  readonly title?: string;
  /** A CSS grid track, for example `minmax(12ch, 2fr)`. */
  readonly track: string;
  /** Numbers stand right-aligned. */
  readonly numeric?: boolean;
  /** The text of the cell, also for the filter and for screen readers. */
  readonly text: (row: Row) => string;
  /** What the column sorts by; `text` without it. Undefined sorts last in both directions. */
  readonly order?: (row: Row) => number | string | undefined;
  /** Draws into the cell instead of its plain text; it must show the same as `text`. */
  readonly draw?: (row: Row, cell: HTMLElement) => void;
}

/** CSS class of the column's cells. */
export const cellClass = ({ numeric }: Column<never>): string => (numeric === true ? 'cell numeric' : 'cell');
