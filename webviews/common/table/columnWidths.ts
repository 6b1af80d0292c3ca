import type { Column } from './column';

/** Width of a character of the numbers' font, which has one width for all. */
const characterEm = 0.62;
const leastEm = /^minmax\(([\d.]+)em,/;

/** Widens the columns of numbers to what is drawn in them: a number that is cut off reads as another. */
export class ColumnWidths<Row> {
  /** Characters of the longest number so far, by the column's key. */
  private readonly longest = new Map<string, number>();

  /** @param minWidth CSS length that the columns take at least as they are. */
  constructor(
    private readonly columns: readonly Column<Row>[],
    private readonly minWidth: string,
  ) {}

  /** Notes what a column shows. @returns true when it needs more room than before. */
  note({ key, numeric }: Column<Row>, text: string): boolean {
    if (numeric !== true || text.length <= (this.longest.get(key) ?? 0)) return false;
    this.longest.set(key, text.length);
    return true;
  }

  /** CSS grid tracks. */
  get tracks(): string {
    return this.columns
      .map((column) => {
        const { track } = column;
        const wanted = this.wantedEm(column);
        return wanted === undefined ? track : track.replace(leastEm, () => `minmax(${wanted}em,`);
      })
      .join(' ');
  }

  /** CSS length below which the table scrolls sideways. */
  get width(): string {
    const more = this.columns.reduce((sum, column) => {
      const wanted = this.wantedEm(column);
      return wanted === undefined ? sum : sum + wanted - Number(leastEm.exec(column.track)?.[1]);
    }, 0);
    return more === 0 ? this.minWidth : `calc(${this.minWidth} + ${more.toFixed(2)}em)`;
  }

  /** What the column needs, where that is more than it has at least. */
  private wantedEm({ key, track }: Column<Row>): number | undefined {
    const least = leastEm.exec(track)?.[1];
    const wanted = Math.ceil((this.longest.get(key) ?? 0) * characterEm * 10) / 10;
    return least !== undefined && wanted > Number(least) ? wanted : undefined;
  }
}
