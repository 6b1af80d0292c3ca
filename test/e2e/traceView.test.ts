import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { traceContent } from '../../extension/trace/traceContent';
import type { OpenedTrace } from '../../webviews/messages/trace';
import { opened } from '../model/trace/memoryTrace';
import { launchBrowser } from '../support/browser';
import { projectRoot } from '../support/project';
import type { ThemeName } from '../browser/themes';
import { ViewPage } from '../browser/viewPage';

const panes = ['Summary', 'Disc Reads', 'Operations', 'Tokens', 'RAM', 'Comparison'];

// The editor of traces in a real browser, on a trace of the built-in console.
describe('the page of a trace', () => {
  let browser: Browser;
  let trace: OpenedTrace;
  before(async () => {
    browser = await launchBrowser();
    const bytes = new Uint8Array(
      readFileSync(path.join(projectRoot, 'test/fixtures/trace/version-1.0-console.ps2trace')),
    );
    const file = await opened(bytes);
    const { totals } = file;
    const slower = {
      ...file,
      label: 'slower.ps2trace',
      totals: {
        ...totals,
        operations: totals.operations.map((total, index) =>
          index % 5 === 0 ? { ...total, ms: (total.ms ?? 0) * 2 } : total,
        ),
      },
    };
    trace = await traceContent(file, bytes.length, slower);
  });
  after(() => browser.close());

  const withPage = async (theme: ThemeName, use: (view: ViewPage) => Promise<void>): Promise<void> => {
    const view = await ViewPage.open(browser, 'trace', { theme, width: 1100, height: 700 });
    try {
      await use(view);
      assert.deepEqual(view.errors, []);
    } finally {
      await view.close();
    }
  };

  it('is walked by keys alone, from the tabs through filter and table', async () => {
    await withPage('dark', async (view) => {
      await view.show({ fileName: 'a.ps2trace', trace: { ...trace, comparison: undefined } });
      const { page } = view;
      await page.getByRole('tab', { name: 'Summary' }).focus();
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowRight');
      assert.equal(await page.getByRole('tab', { name: 'Operations' }).getAttribute('aria-selected'), 'true');
      await page.keyboard.press('Tab');
      await page.keyboard.type('attn.q');
      const rows = page.getByRole('tabpanel').getByRole('row');
      await page.waitForFunction(
        () => document.querySelectorAll('[role=tabpanel]:not([hidden]) .table-row').length === 6,
      );
      assert.match(await rows.nth(1).innerText(), /L00\.attn\.q/);
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      await page.keyboard.press('ArrowDown');
      assert.match(await page.evaluate(() => document.activeElement?.textContent ?? ''), /L01\.attn\.q/);
    });
  });

  it('stays small with ten thousand operations and a thousand passes', async () => {
    await withPage('light', async (view) => {
      const [operation] = trace.operations;
      const [pass] = trace.times.passes;
      assert.ok(operation && pass);
      const large: OpenedTrace = {
        ...trace,
        operations: Array.from({ length: 10_000 }, (_, index) => ({
          ...operation,
          index,
          id: `L${index}.x`,
        })),
        times: {
          ...trace.times,
          passes: Array.from({ length: 1024 }, (_, index) => ({ ...pass, pass: index })),
          dropped: 5000,
        },
      };
      await view.show({ fileName: 'a.ps2trace', trace: large });
      await view.page.getByRole('tab', { name: 'Operations' }).click();
      await view.page.getByRole('grid', { name: 'Time by operation' }).waitFor();
      const drawn = (): Promise<number> =>
        view.page.evaluate(
          () => document.querySelectorAll('[role=tabpanel]:not([hidden]) .table-row').length,
        );
      assert.ok((await drawn()) < 100, 'rows out of sight are not drawn');
      await view.page.getByRole('grid').locator('.table-row').first().focus();
      await view.page.keyboard.press('End');
      await view.page.getByText('L9999.x').waitFor();
      assert.ok((await drawn()) < 100);
      await view.page.getByRole('tab', { name: 'Tokens' }).click();
      await view.page.getByText('The last 1,024 passes; 5,000 earlier ones are only in the totals').waitFor();
      assert.ok((await drawn()) < 100);
    });
  });

  it('takes no text of a file for markup', async () => {
    await withPage('contrast', async (view) => {
      const bad =
        '<img src=x onerror="document.title = \'broken\'"><script>document.title = "broken"</script>';
      const hostile: OpenedTrace = {
        ...trace,
        name: bad,
        notes: [bad],
        facts: [{ name: bad, value: bad }],
        disc: trace.disc.map((row) => ({ ...row, name: bad })),
        operations: trace.operations.map((row) => ({ ...row, id: bad })),
        regions: trace.regions.map((row) => ({ ...row, name: bad })),
      };
      await view.show({ fileName: bad, trace: hostile });
      for (const name of panes) {
        await view.page.getByRole('tab', { name }).click();
        assert.equal(await view.page.locator('main img, main script').count(), 0);
      }
      assert.equal(await view.page.title(), 'trace');
    });
  });
});
