import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../support/browser';
import { doctorContent as content } from './doctorContent';
import { ViewPage } from './viewPage';

describe('the Doctor page', function () {
  this.timeout(180_000);
  let browser: Browser;
  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());

  it('says what was found, why it matters and what to do', async () => {
    const view = await ViewPage.open(browser, 'doctor', { height: 700 });
    await view.show(content);
    await view.page.locator('.line').nth(4).waitFor();
    const text = await view.page.innerText('main');
    for (const { title, what, why } of content.lines)
      for (const part of [title, what, why]) assert.ok(text.includes(part), part);
    assert.match(text, /Checking: 4 of 5 done\./);
    await view.close();
  });

  it('is used with keys alone, and asks for what each button says', async () => {
    const view = await ViewPage.open(browser, 'doctor');
    await view.show(content);
    await view.page.locator('.line').nth(4).waitFor();
    const names: string[] = [];
    for (let stop = 0; stop < 6; stop++) {
      await view.page.keyboard.press('Tab');
      names.push(
        await view.page.evaluate(
          () =>
            document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '',
        ),
      );
    }
    assert.deepEqual(names, [
      'Check Everything Again',
      'Open (Project)',
      'Check Again (This machine)',
      'More',
      'Change Settings… (Settings of PCSX2)',
      'Check Again (Link to PCSX2 (PINE))',
    ]);
    await view.page.keyboard.press('Shift+Tab');
    await view.page.keyboard.press('Enter');
    const [asked] = await view.asked('act');
    assert.equal(asked?.argument, 'pcsx2-settings');
    // The lines are made anew, and the focus stays where it was.
    await view.show(content);
    const focused = view.page.locator('button[data-line="pcsx2-settings"]:focus');
    await focused.waitFor();
    await view.post({ type: 'refused', id: asked.id, message: 'The file was changed meanwhile.' });
    await view.page.getByRole('alert').filter({ hasText: 'changed meanwhile' }).waitFor();
    await view.close();
  });

  it('stands at a width of 320 pixels and with nothing to show', async () => {
    const view = await ViewPage.open(browser, 'doctor', { width: 320, height: 700 });
    await view.show({ lines: [] });
    await view.show(content);
    await view.page.locator('.line').nth(4).waitFor();
    assert.ok(await view.page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
    await view.close();
  });
});
