import type { Frame } from 'playwright-core';
import type { Workbench } from './workbench';

/** A bar to scroll sideways, which this browser does not draw, is so high in VS Code. */
const scrollbar = 10;

/** How many rows of the table in a page are in sight from top to bottom. */
export async function rowsInSight(page: Frame): Promise<number> {
  return page.evaluate((bar) => {
    const rows = [...document.querySelectorAll('.table-row')].filter((row) => row.checkVisibility());
    const viewport = rows[0]?.closest('.table-viewport');
    const table = viewport?.closest('.table');
    if (!viewport || !table) return 0;
    const { top, bottom } = viewport.getBoundingClientRect();
    const isWide = table.scrollWidth > table.clientWidth;
    const end = Math.min(bottom, window.innerHeight) - (isWide ? bar : 0);
    return rows.filter((row) => {
      const box = row.getBoundingClientRect();
      return box.top >= top - 0.5 && box.bottom <= end + 0.5;
    }).length;
  }, scrollbar);
}

/** Draws the panel up or down until it is so high. */
export async function setPanelHeight(workbench: Workbench, height: number): Promise<void> {
  const { page } = workbench;
  const panel = async (): Promise<{ y: number; height: number }> =>
    (await page.locator('.part.panel').boundingBox()) ?? { y: NaN, height: NaN };
  await workbench.until(`a panel of ${height} pixels`, async () => {
    const before = await panel();
    if (Math.abs(before.height - height) <= 1) return true;
    for (const sash of await page.locator('.monaco-sash.horizontal').all()) {
      const box = await sash.boundingBox();
      if (box === null || Math.abs(box.y + box.height / 2 - before.y) > 8) continue;
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      await page.mouse.move(x, y);
      await page.mouse.down();
      await page.mouse.move(x, y + before.height - height, { steps: 5 });
      await page.mouse.up();
      break;
    }
    return false;
  });
}
