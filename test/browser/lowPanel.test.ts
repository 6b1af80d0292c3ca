import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../support/browser';
import { scenes, type Scene } from './scenes';
import { ViewPage } from './viewPage';

type Size = readonly [width: number, height: number];

/**
 * Sizes of the view in a panel that nobody has drawn up, in windows of 1,400 × 900, 1,280 × 720 and 1,100 × 700 pixels,
 * and beside another view.
 */
const sizes: readonly [Size, ...Size[]] = [
  [1044, 256],
  [924, 196],
  [744, 190],
  [493, 256],
  [321, 256],
];

const views = ['tokens run', 'disc matrices', 'disc reads', 'ram regions', 'time zoomed'];

/** Rows that are in sight from top to bottom. */
const countRows = `(() => {
  const rows = [...document.querySelectorAll('.table-row')].filter((row) => row.checkVisibility());
  const viewport = rows[0]?.closest('.table-viewport').getBoundingClientRect();
  const bottom = Math.min(viewport?.bottom ?? 0, innerHeight);
  return rows.filter((row) => {
    const box = row.getBoundingClientRect();
    return box.top >= viewport.top - 0.5 && box.bottom <= bottom + 0.5;
  }).length;
})()`;

describe('the views in a low panel', function () {
  this.timeout(120_000);
  let browser: Browser;
  let all: readonly Scene[];
  before(async () => {
    browser = await launchBrowser();
    all = await scenes();
  });
  after(() => browser.close());

  const opened = async (name: string, size: Size, state?: unknown): Promise<ViewPage> => {
    const [width, height] = size;
    const scene = all.find((one) => one.name === name) ?? assert.fail(`no scene ${name}`);
    const view = await ViewPage.open(browser, scene.page, { width, height, state });
    await scene.show(view);
    return view;
  };

  for (const name of views)
    it(`${name}: five rows are in sight, beside a selection in the lowest panel four`, async () => {
      const [first, ...others] = sizes;
      const view = await opened(name, first);
      const look = async ([width, height]: Size): Promise<string | undefined> => {
        await view.page.setViewportSize({ width, height });
        await view.frame();
        const hasSelection = (await view.page.locator('.link-bar:visible').count()) > 0;
        const rows = await view.page.evaluate<number>(countRows);
        const place = `${width} × ${height}`;
        assert.ok((await view.overflow()) <= 0, `${place}: wider than its window`);
        if (process.env['PS2ML_SCREENSHOTS'] === '1')
          await view.screenshot(`low ${name} ${place}`.replace(/\W+/g, '-'));
        return rows < (hasSelection && height < 200 ? 4 : 5) ? `${place}: ${rows} rows` : undefined;
      };
      const found = [await look(first)];
      assert.deepEqual(await view.violations(), []);
      for (const size of others) found.push(await look(size));
      assert.deepEqual(await view.violations(), []);
      assert.deepEqual(
        found.filter((text) => text !== undefined),
        [],
      );
      await view.close();
    });

  it('folds the chart where there is no room, until the user asks for it, and remembers that', async () => {
    const size = [228, 256] as const;
    let view = await opened('time run', size);
    const isShown = (part: string): Promise<boolean> => view.page.locator(part).isVisible();
    const chart = (): ReturnType<typeof view.page.getByRole> =>
      view.page.getByRole('button', { name: 'Chart' });
    assert.equal(await chart().getAttribute('aria-pressed'), 'false');
    assert.deepEqual(await Promise.all(['.timeline-chart', '.scrubber'].map(isShown)), [false, false]);
    await view.page.setViewportSize({ width: 600, height: 256 });
    await view.frame();
    assert.deepEqual(await Promise.all(['.timeline-chart', '.scrubber'].map(isShown)), [true, true]);
    await view.page.setViewportSize({ width: size[0], height: size[1] });
    await chart().press('Enter');
    assert.equal(await chart().getAttribute('aria-pressed'), 'true');
    assert.deepEqual(await Promise.all(['.timeline-chart', '.scrubber'].map(isShown)), [true, true]);
    const state = await view.state();
    await view.close();
    view = await opened('time run', size, state);
    assert.equal(await chart().getAttribute('aria-pressed'), 'true');
    assert.ok(await isShown('.timeline-chart'));
    await view.close();
  });

  it('turns the bar of the RAM upright, and its arrow keys with it', async () => {
    const view = await opened('ram regions', [321, 256]);
    const bar = view.page.getByRole('listbox', { name: 'RAM by region' });
    const chosen = (): Promise<number> =>
      bar.evaluate((list) => [...list.children].findIndex((one) => one === document.activeElement));
    const box = await bar.boundingBox();
    assert.ok(box !== null && box.height > 4 * box.width, JSON.stringify(box));
    assert.equal(await bar.getAttribute('aria-orientation'), 'vertical');
    await bar.locator('[role=option]').first().focus();
    for (const [key, index] of [
      ['ArrowDown', 1],
      ['ArrowDown', 2],
      ['ArrowUp', 1],
    ] as const) {
      await view.page.keyboard.press(key);
      assert.equal(await chosen(), index);
    }
    await view.page.setViewportSize({ width: 900, height: 500 });
    await view.frame();
    assert.equal(await bar.getAttribute('aria-orientation'), 'horizontal');
    await view.page.keyboard.press('ArrowRight');
    assert.equal(await chosen(), 2);
    await view.close();
  });

  it('opens the filter of a narrow view where the focus is in it, and leaves it open while it hides rows', async () => {
    const view = await opened('ram regions', [261, 196]);
    const field = view.page.getByRole('search');
    const width = async (): Promise<number> => (await field.boundingBox())?.width ?? NaN;
    assert.ok((await width()) <= 24);
    await field.locator('vscode-text-field').click();
    assert.ok((await width()) >= 150);
    await view.page.keyboard.type('stack');
    await view.page.locator('.table-row').first().click();
    assert.ok((await width()) >= 150);
    await field.locator('vscode-text-field').click();
    await view.page.keyboard.press('Escape');
    await view.page.locator('.table-row').first().click();
    assert.ok((await width()) <= 24);
    await view.close();
  });
});
