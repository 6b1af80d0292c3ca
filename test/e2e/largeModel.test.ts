import assert from 'node:assert/strict';
import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { writeSparseModel } from '../support/sparseModel';
import { memoryOfExtensionHost } from './extensionHost';
import { journey } from './journey';

/** Says on the page when the tab of an editor appears. */
const watchTabs = `
  window.tabTimes = {};
  new MutationObserver(() => {
    for (const tab of document.querySelectorAll('.tabs-container .tab'))
      window.tabTimes[tab.getAttribute('data-resource-name')] ??= performance.timeOrigin + performance.now();
  }).observe(document.body, { childList: true, subtree: true });
`;

/** When a page was loaded and its first content painted, in milliseconds of the clock. */
interface PageTimes {
  readonly loaded: number;
  readonly painted: number;
}

journey('a model of more than 4 GB', {}, (workbench) => {
  /** Opens a file and prints how long its first paint took after its tab appeared. */
  async function open(name: string): Promise<Frame> {
    await workbench().openFile(name);
    const page = await workbench().until(`the page of ${name}`, async () => {
      const frame = await workbench().webview('inspector');
      return (await frame.locator('h1').innerText()) === name && frame;
    });
    const times = await workbench().until<PageTimes>('its first paint', () =>
      page.evaluate(() => {
        const [mark] = performance.getEntriesByName('ps2ml/content');
        const { timeOrigin } = performance;
        return mark && { loaded: timeOrigin, painted: timeOrigin + mark.startTime };
      }),
    );
    const tab = await workbench().page.evaluate(
      (file) => (window as unknown as { tabTimes: Record<string, number> }).tabTimes[file],
      name,
    );
    assert.ok(tab !== undefined);
    const since = (time: number): string => (time - tab).toFixed(0);
    console.log(
      `      ${name}: first paint ${since(times.painted)} ms after the editor opened; VS Code had made its frame after ${since(times.loaded)} ms`,
    );
    return page;
  }

  it('opens as fast as a small one and takes little memory', async () => {
    await writeSparseModel(path.join(workbench().folder, 'large.psnt'));
    await workbench().page.evaluate(watchTabs);
    // Twice, since the first page of all is slower.
    await open('tiny.psnt');
    await copyFile(path.join(workbench().folder, 'tiny.psnt'), path.join(workbench().folder, 'small.psnt'));
    await open('small.psnt');
    const before = await memoryOfExtensionHost(workbench().home);
    const page = await open('large.psnt');
    const after = await memoryOfExtensionHost(workbench().home);
    const grown = before !== undefined && after !== undefined ? ((after - before) / 2 ** 20).toFixed(1) : '?';
    console.log(`      the extension host grew by ${grown} MiB`);
    await page.getByRole('tab', { name: 'Bytes' }).click();
    await page.locator('.byte.cursor').focus();
    await workbench().press('Control+End');
    await workbench().until('the last byte', async () =>
      (await page.locator('.explanation').innerText()).includes('layers.01.ffn.w3, row 32767, column 16383'),
    );
    await workbench().screenshot('large model');
  });
});
