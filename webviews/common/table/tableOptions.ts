import type { Column } from './column';
import type { Sort } from './rowOrder';

export interface TableOptions<Row> {
  /** Accessible name. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  /** CSS length below which the table scrolls sideways instead of squeezing its columns. */
  readonly minWidth: string;
  /** A stable name of the row: keeps focus and selection when the rows change. */
  readonly key: (row: Row) => string;
  /** Rows that stay below the others whatever the sort, such as totals. */
  readonly footer?: (shown: readonly Row[]) => Readonly<Record<string, string>>;
  /** What a row is called when they are counted: `matrix`. */
  readonly noun?: readonly [one: string, many: string];
  /** The focused row changed by keyboard or mouse. */
  readonly selected?: (key: string) => void;
  /** Enter or a double click on a row that has nothing below it. */
  readonly activated?: (key: string) => void;
  /** Sort, filter, selection or place changed, for storing them. */
  readonly changed?: () => void;
  /** Makes the table a tree grid, with rows below other rows. */
  readonly tree?: Tree<Row>;
}

/** Parents and children among the rows. The children of a closed row are not given to the table at all. */
export interface Tree<Row> {
  /** Key of its parent row. */
  readonly parent: (row: Row) => string | undefined;
  /** Undefined for a row that has nothing below it. */
  readonly isOpen: (row: Row) => boolean | undefined;
  /** The user opens or closes a row by click, Enter or arrow key. */
  readonly toggle: (key: string) => void;
}

/** What a table keeps over a reload. */
export interface TableState {
  readonly sort?: Sort;
  readonly filter: string;
  readonly selected?: string;
  /** How many rows are scrolled out of sight above. */
  readonly top?: number;
}
