import type { Frame } from 'playwright-core';

/** One of the extension's tables, as it is drawn: rows out of sight are not there. */
export interface PageTable {
  readonly headers: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly footer: readonly string[];
}

/** Reads the table of a page. */
export async function readTable(page: Frame): Promise<PageTable> {
  const cellsOf = (selector: string): Promise<string[][]> =>
    page
      .locator(selector)
      .filter({ visible: true })
      .evaluateAll((rows) => rows.map((row) => Array.from(row.children, (cell) => cell.textContent.trim())));
  const [headers] = await cellsOf('.table-head');
  const [footer] = await cellsOf('.table-foot');
  return { headers: headers ?? [], rows: await cellsOf('.table-viewport [role=row]'), footer: footer ?? [] };
}

/** The number in a cell that groups its digits and has a true minus sign: `−33,554,432`. */
export function numberIn(cell: string | undefined): number {
  return Number(cell?.replaceAll(',', '').replace('−', '-'));
}
