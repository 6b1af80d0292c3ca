import assert from 'node:assert/strict';
import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { writeSparseModel } from '../support/sparseModel';
import { useOfExtensionHost, type HostUse } from './extensionHost';
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

/** MiB that may be read of the whole file of 4096, and kept in memory. */
const [mostRead, mostMemory] = [64, 128];
/** Bytes are drawn where they are in sight. */
const mostBytesDrawn = 5000;

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
    const after = (time: number): string => (time - tab).toFixed(0);
    console.log(
      `      ${name}: first paint ${after(times.painted)} ms after the editor opened; VS Code had made its frame after ${after(times.loaded)} ms`,
    );
    return page;
  }

  const use = async (): Promise<HostUse> => {
    const found = await useOfExtensionHost(workbench().home);
    return found ?? assert.fail('the extension host is not found in /proc');
  };

  /** What the extension host has used since, in MiB. */
  const since = async (before: HostUse): Promise<HostUse> => {
    const now = await use();
    const grown = {
      memory: (now.memory - before.memory) / 2 ** 20,
      read: (now.read - before.read) / 2 ** 20,
    };
    console.log(`      read ${grown.read.toFixed(1)} MiB, grew by ${grown.memory.toFixed(1)} MiB`);
    return grown;
  };

  it('is explained to its last byte while little of it is read, kept or drawn', async function () {
    if (process.platform !== 'linux') return this.skip();
    await writeSparseModel(path.join(workbench().folder, 'large.psnt'));
    await workbench().page.evaluate(watchTabs);
    // Twice, since the first page of all is slower.
    await open('tiny.psnt');
    await copyFile(path.join(workbench().folder, 'tiny.psnt'), path.join(workbench().folder, 'small.psnt'));
    await open('small.psnt');
    const before = await use();
    const page = await open('large.psnt');
    const opened = await since(before);
    assert.ok(opened.read < mostRead, `${opened.read} MiB were read to open it`);
    assert.ok(opened.memory < mostMemory, `the extension host grew by ${opened.memory} MiB`);
    await page.getByRole('tab', { name: 'Bytes' }).click();
    await page.locator('.byte.cursor').focus();
    await workbench().press('Control+End');
    await workbench().until('the last byte', async () =>
      (await page.locator('.explanation').innerText()).includes('layers.01.ffn.w3, row 32767, column 16383'),
    );
    const shown = await since(before);
    assert.ok(shown.read < mostRead, `${shown.read} MiB were read to show its last byte`);
    assert.ok(shown.memory < mostMemory, `the extension host grew by ${shown.memory} MiB`);
    const drawn = await page.locator('.byte').count();
    assert.ok(drawn > 0 && drawn < mostBytesDrawn, `${drawn} bytes are drawn`);
    await workbench().screenshot('large model');
  });
});
