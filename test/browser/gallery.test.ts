import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../support/browser';
import { projectRoot } from '../support/project';
import { scenes, type Scene } from './scenes';
import { themeNames } from './themes';
import { ViewPage } from './viewPage';

const width = 1000;
/** A side bar, or a panel at the side. */
const narrow = 320;
/** Pictures of every page in every theme take as long as the tests, so they are made when somebody wants to look. */
const wantsPictures = process.env['PS2ML_SCREENSHOTS'] !== undefined;

// Every pane of every page as it is, in every theme. PS2ML_SCREENSHOTS=1 leaves pictures in out/screenshots to look at.
describe('every page in every theme', function () {
  this.timeout(180_000);
  let browser: Browser;
  let all: readonly Scene[];

  before(async () => {
    await mkdir(path.join(projectRoot, 'out/screenshots'), { recursive: true });
    browser = await launchBrowser();
    all = await scenes();
  });
  after(() => browser.close());

  const pages = ['inspector', 'tokenizer', 'compare', 'trace', 'discReads', 'ram', 'timeline', 'doctor'];
  for (const page of pages)
    it(`breaks no rule of accessibility, and fits where there is little room: ${page}`, async () => {
      const shown = all.filter((scene) => scene.page === page);
      assert.ok(shown.length > 0);
      for (const { name, height, show } of shown) {
        const view = await ViewPage.open(browser, page, { width, height });
        await show(view);
        const picture = async (suffix: string): Promise<void> => {
          if (wantsPictures) await view.screenshot(`${name.replaceAll(' ', '-')}-${suffix}`);
        };
        for (const theme of themeNames) {
          await view.setTheme(theme);
          assert.deepEqual(await view.violations(), [], `${name}, ${theme}`);
          await picture(theme);
        }
        await view.page.setViewportSize({ width: narrow, height });
        await view.frame();
        assert.ok((await view.overflow()) <= 0, `${name} is wider than ${narrow} pixels`);
        await picture('narrow');
        assert.equal(await view.page.evaluate(() => document.getAnimations().length), 0, `${name} moves`);
        assert.deepEqual(view.errors, [], name);
        await view.close();
      }
    });
});
