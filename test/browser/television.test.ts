import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../support/browser';
import { pictureOf, rowsOfMenu, waiting } from './televisionScenes';
import { ViewPage } from './viewPage';

describe('the page Television', function () {
  this.timeout(180_000);
  let browser: Browser;
  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());

  it('is sharp at whole multiples, takes keys, and lets Tab leave', async () => {
    const inputs: unknown[] = [];
    const answer = await pictureOf('1', [200, 0, 0]);
    const view = await ViewPage.open(browser, 'television', { width: 1400, height: 1300 });
    await view.serve({
      picture: (known) => (known === '1' ? { id: '1' } : answer),
      input: (input) => inputs.push(input) > 0,
    });
    await view.show(waiting);
    const canvas = view.page.locator('canvas:visible');
    await canvas.waitFor();
    const box = await canvas.boundingBox();
    assert.deepEqual([box?.width, box?.height], [1280, 896]);
    assert.equal(await canvas.evaluate((one) => getComputedStyle(one).imageRendering), 'pixelated');
    const pixel = await canvas.evaluate((one) =>
      [...((one as HTMLCanvasElement).getContext('2d')?.getImageData(5, 5, 1, 1).data ?? [])].join(),
    );
    assert.equal(pixel, '200,0,0,255');
    await view.page.locator('.set').focus();
    await view.page.keyboard.down('ArrowRight');
    await view.page.keyboard.down('KeyX');
    await view.page.keyboard.up('ArrowRight');
    // Whoever leaves holds nothing any more.
    await view.page.keyboard.press('Tab');
    assert.deepEqual(inputs, [
      { buttons: ['right'] },
      { buttons: ['cross', 'right'] },
      { buttons: ['cross'] },
      { buttons: [] },
    ]);
    assert.equal(await view.page.evaluate(() => document.activeElement?.getAttribute('aria-label')), 'Left');
    // A button under the focus is a short press, one under the mouse lasts.
    inputs.length = 0;
    await view.page.keyboard.press('Enter');
    const start = view.page.getByRole('button', { name: 'START' });
    await start.hover();
    await view.page.mouse.down();
    assert.deepEqual(inputs, [{ buttons: ['left'] }, { buttons: [] }, { buttons: ['start'] }]);
    await view.page.mouse.up();
    assert.deepEqual(inputs.at(-1), { buttons: [] });
    assert.deepEqual(view.errors, []);
    await view.close();
  });

  it('has its rows as text, announces what is new, and shows a refusal', async () => {
    const view = await ViewPage.open(browser, 'television', { height: 700 });
    let answer = await pictureOf('1', [0, 0, 0]);
    await view.serve({
      picture: (known) => (known === answer.id ? { id: answer.id } : answer),
      input: () => Promise.reject(new Error('The program is stopped by the debugger.')),
    });
    await view.show(waiting);
    await view.page.locator('canvas:visible').waitFor();
    assert.equal(await view.page.locator('.text').textContent(), rowsOfMenu.join('\n'));
    const spoken = view.page.locator('[aria-live=polite]');
    assert.equal(await spoken.textContent(), 'Prompt: 1 of 3\nUp, down: choose, START: go');
    answer = await pictureOf(
      '2',
      [0, 0, 9],
      rowsOfMenu.map((row) => row.replace('1 of 3', '2 of 3')),
    );
    await view.page.getByText('Prompt: 2 of 3').waitFor({ state: 'attached' });
    assert.equal(await spoken.textContent(), 'Prompt: 2 of 3');
    await view.page.locator('.set').focus();
    await view.page.keyboard.press('Enter');
    await view.page.getByRole('alert').filter({ hasText: 'stopped by the debugger' }).waitFor();
    await view.show({ state: 'none', message: 'No program is running.' });
    assert.equal(await view.page.locator('canvas:visible').count(), 0);
    assert.equal(await view.page.getByRole('status').innerText(), 'No program is running.');
    await view.close();
  });
});
