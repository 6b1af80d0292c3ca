import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import type { RequestContext, RequestHandlers } from '../../extension/webview/requestServer';
import type { CompareContent, ComparedMatrix } from '../../webviews/messages/compare';
import { launchBrowser } from '../support/browser';
import { ViewPage } from './viewPage';

/** A matrix of a model that nobody would call small. */
const large = (name: string): ComparedMatrix => ({
  name,
  role: 'ffn gate',
  left: { rows: 262144, cols: 16384, type: 'f32', bytes: 262144 * 16384 * 4 },
  right: { rows: 262144, cols: 16384, type: 'q8', bytes: 262144 * 16388 },
  comparable: true,
});

const content: CompareContent = {
  left: { uri: 'file:///a.gguf', fileName: 'a.gguf', fileBytes: 64e9 },
  right: { uri: 'file:///b.psnt', fileName: 'b.psnt', fileBytes: 17e9 },
  fields: [],
  matrices: Array.from({ length: 200 }, (_, i) => large(`layers.${String(i).padStart(3, '0')}.ffn.w1`)),
};

describe('comparison of large models', () => {
  let browser: Browser;
  let view: ViewPage;
  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());
  afterEach(() => view.close());

  async function open(handlers: RequestHandlers): Promise<ViewPage> {
    view = await ViewPage.open(browser, 'compare', { width: 1000, height: 800 });
    await view.serve(handlers);
    await view.show(content);
    return view;
  }

  it('cuts no number off, and gives the table room to scroll to each', async () => {
    const { page } = await open({});
    assert.ok((await page.locator('.cell.numeric').count()) > 100);
    const cut = await page
      .locator('.cell')
      .evaluateAll((cells) =>
        cells.filter((cell) => cell.scrollWidth > cell.clientWidth).map((cell) => cell.textContent),
      );
    assert.deepEqual(cut, []);
    // The foot has the longest of all: 200 times what a row has.
    const sum = 200 * (262144 * 16384 * 4);
    assert.equal(await page.locator('.table-foot .cell').nth(5).textContent(), sum.toLocaleString('en'));
  });

  it('says how many rows of a matrix are done, stops inside it, and goes on with what is missing', async () => {
    const asked: string[] = [];
    let current: RequestContext | undefined;
    const { page } = await open({
      matrixError: (argument, context) => {
        asked.push((argument as { matrix: string }).matrix);
        if (asked.length === 1 || asked.length === 3) return Float64Array.of(0.5, 0.25, 8, 30);
        current = context;
        return new Promise((resolve) => context.signal.addEventListener('abort', () => resolve(undefined)));
      },
    });
    const status = page.locator('.pane-bar [role=status]');
    const says = (words: string): Promise<void> => status.filter({ hasText: words }).waitFor();
    // So much is not compared without being asked to.
    assert.deepEqual(asked, []);
    await page.getByRole('button', { name: 'Compare Values' }).click();
    await says('1 of 200 matrices compared');
    current?.progress(65536, 262144);
    await says('1 of 200 matrices compared · layers.001.ffn.w1: 65,536 of 262,144 rows');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await says('Cancelled: 1 of 200 matrices compared');
    assert.equal(current?.signal.aborted, true);
    await page.getByRole('button', { name: 'Compare Values' }).click();
    await says('2 of 200 matrices compared');
    assert.deepEqual(asked, [
      'layers.000.ffn.w1',
      'layers.001.ffn.w1',
      'layers.001.ffn.w1',
      'layers.002.ffn.w1',
    ]);
    assert.deepEqual(view.errors, []);
  });
});
