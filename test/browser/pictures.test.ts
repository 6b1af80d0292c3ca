import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import type { TraceStore } from '../../extension/traceStore';
import { timeParts } from '../../model/trace/timeSplit';
import { tenMillionConfig } from '../../bench/tenMillion';
import { barStep } from '../../webviews/timeline/timelineLayout';
import { launchBrowser } from '../support/browser';
import { describedModel } from '../support/randomModel';
import { discContent, measuredStore, ramContentOf, timeContent } from './contents';
import { scenes } from './scenes';
import { ViewPage } from './viewPage';

type Colour = readonly [red: number, green: number, blue: number, alpha: number];

/** The pixels of one column of a canvas, from above, in CSS pixels. */
function columnAt(view: ViewPage, selector: string, x: number): Promise<readonly Colour[]> {
  return view.page.evaluate<readonly Colour[]>(`(() => {
    const canvas = document.querySelector(${JSON.stringify(selector)});
    const { data } = canvas.getContext('2d').getImageData(${Math.round(x)}, 0, 1, canvas.height);
    return Array.from({ length: canvas.height }, (_, y) => [...data.slice(4 * y, 4 * y + 4)]);
  })()`);
}

const cells = async (view: ViewPage, row: string, column: number): Promise<number> =>
  Number((await view.page.locator(`${row} .cell`).nth(column).innerText()).replaceAll(',', ''));

const sizeOf = (view: ViewPage, selector: string): Promise<{ width: number; height: number }> =>
  view.page.evaluate((name) => {
    const { width = 0, height = 0 } = document.querySelector(name)?.getBoundingClientRect() ?? {};
    return { width, height };
  }, selector);

// What is painted against what the table beside it says: pixels and numbers come from different code.
describe('pictures show what their tables say', function () {
  this.timeout(180_000);
  let browser: Browser;
  let store: TraceStore;
  before(async () => {
    browser = await launchBrowser();
    store = measuredStore(8, describedModel({ ...tenMillionConfig, layers: 8, uniqueLayers: 4 }));
  });
  after(() => browser.close());

  const opened = async (
    name: string,
    content: unknown,
    use: (view: ViewPage) => Promise<void>,
  ): Promise<void> => {
    const view = await ViewPage.open(browser, name, { height: 700 });
    await view.show(content);
    await use(view);
    assert.deepEqual(view.errors, []);
    await view.close();
  };

  it('the bars of the timeline: the height of waiting for the disc, pass by pass', async () => {
    await opened('time', timeContent(store), async (view) => {
      const { height } = await sizeOf(view, '.timeline-canvas');
      const most = Number(
        (await view.page.locator('.timeline-scale').innerText()).replaceAll(',', '').replace(/ ms.*/, ''),
      );
      const disc = 3 + timeParts.indexOf('disc');
      for (let pass = 0; pass < 8; pass++) {
        const column = await columnAt(view, '.timeline-canvas', pass * barStep + 6);
        const solid = column.filter(
          ([red, , blue, alpha]) => alpha === 255 && red > 200 && blue < 120,
        ).length;
        const ms = await cells(view, `.table-row[data-key="${pass}"]`, disc);
        assert.ok(Math.abs(solid - (ms / most) * height) <= 2, `pass ${pass}: ${solid} pixels for ${ms} ms`);
      }
    });
  });

  it('the bands of RAM over time: at the first position and at the last', async () => {
    const content = ramContentOf(store);
    await opened('ram', content, async (view) => {
      await view.page.getByRole('tab', { name: 'Over Time' }).click();
      await view.page.getByRole('checkbox', { name: 'Show free RAM' }).check();
      await view.frame();
      const { width, height } = await sizeOf(view, '.ram-time-canvas');
      // Without the line of positions below, and the names at the side.
      const [plot, labels] = [height - 16, 190];
      for (const [x, positions, column] of [
        [1, 0, 0],
        [width - labels - 2, content.contextLength, 2],
      ] as const) {
        const pixels = await columnAt(view, '.ram-time-canvas', x);
        // Empty parts are what is free and what the cache has not filled; lines between bands are thin.
        const empty = pixels.slice(0, Math.floor(plot)).filter(([, , , alpha]) => alpha === 0).length;
        const rows = view.page.locator('.ram-time-table tbody tr');
        let bytes = 0;
        for (const row of await rows.all())
          if (/^(free|KV cache, not yet filled)$/.test(await row.locator('th').innerText()))
            bytes += Number((await row.locator('td').nth(column).innerText()).replaceAll(',', ''));
        const wanted = (bytes / content.totalBytes) * plot;
        assert.ok(Math.abs(empty - wanted) <= 8, `${empty} empty pixels at ${positions}, expected ${wanted}`);
      }
    });
  });

  it('the bar of RAM: as wide as the bytes of each region', async () => {
    await opened('ram', ramContentOf(store), async (view) => {
      const { width } = await sizeOf(view, '.ram-bar');
      for (const segment of await view.page.locator('.region').all()) {
        const key = await segment.getAttribute('data-key');
        const bytes = await cells(view, `.table-row[data-key="${key ?? ''}"]`, 1);
        const box = await segment.boundingBox();
        // The smallest are widened so that they are seen, which the others pay for.
        const off = (box?.width ?? 0) - (bytes / 2 ** 25) * width;
        assert.ok(Math.abs(off) <= 0.03 * width, `${bytes} bytes are ${off} pixels off`);
      }
    });
  });

  it("the head's way: a dashed line for each seek, and the ring that is read", async () => {
    const content = discContent(store);
    await opened('disc', content, async (view) => {
      await view.page.getByRole('tab', { name: 'Reads' }).click();
      await view.frame();
      const columns = await view.page.evaluate<readonly boolean[]>(`(() => {
        const canvas = document.querySelector('.disc-canvas');
        const { width, height } = canvas;
        const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
        const isRed = (x, y) => {
          const [r, g, b, alpha] = data.subarray(4 * (y * width + x));
          return alpha > 100 && r > 180 && g < 110 && b < 110;
        };
        const all = (length) => [...Array(length).keys()];
        return all(width).map((x) => all(height).filter((y) => isRed(x, y)).length > 4);
      })()`);
      const lines = columns.filter((isRed, x) => isRed && columns[x - 1] !== true).length;
      // A seek at the very beginning has no way before it.
      const seeks = content.path?.steps.filter(({ seek }, i) => seek && i > 0).length ?? 0;
      assert.equal(lines, seeks);
    });
  });

  it('the pieces of a text: the rows of its table, in order', async () => {
    const scene = (await scenes()).find(({ name }) => name === 'tokenizer');
    assert.ok(scene);
    const view = await ViewPage.open(browser, scene.page, { height: 700 });
    await scene.show(view);
    await view.page.locator('.piece').nth(3).waitFor();
    const ids = await view.page.locator('.piece-id').allInnerTexts();
    const rows = await view.page
      .locator('.trial .table-row')
      .evaluateAll((all) => all.map((row) => row.children[1]?.textContent ?? ''));
    assert.ok(ids.length > 2);
    assert.deepEqual(rows, ids);
    await view.close();
  });
});
