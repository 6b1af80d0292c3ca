import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../support/browser';
import { projectRoot } from '../support/project';
import { tabNames } from '../../extension/views/figuresTabs';
import { scenes, type Scene } from './scenes';
import { themeNames } from './themes';
import { ViewPage } from './viewPage';

const width = 1000;
/** Half a window of 1,280 pixels, which is also one at 200 %; and a side bar, or a window at 400 %. */
const narrowWidths = [640, 300];
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

  const pages = ['inspector', 'tokenizer', 'compare', 'trace', ...tabNames, 'doctor', 'television'];
  for (const page of pages)
    it(`breaks no rule of accessibility, and fits where there is little room: ${page}`, async () => {
      const shown = all.filter((scene) => (scene.tab ?? scene.page) === page);
      assert.ok(shown.length > 0);
      for (const { name, page: opened, height, show } of shown) {
        const view = await ViewPage.open(browser, opened, { width, height });
        await show(view);
        const picture = async (suffix: string): Promise<void> => {
          if (wantsPictures) await view.screenshot(`${name.replaceAll(' ', '-')}-${suffix}`);
        };
        for (const theme of themeNames) {
          await view.setTheme(theme);
          assert.deepEqual(await view.violations(), [], `${name}, ${theme}`);
          await picture(theme);
        }
        for (const narrow of narrowWidths) {
          await view.page.setViewportSize({ width: narrow, height: Math.min(height, 450) });
          await view.frame();
          assert.ok((await view.overflow()) <= 0, `${name} is wider than ${narrow} pixels`);
          assert.deepEqual(await view.clipped(), [], `${name}, ${narrow} pixels wide`);
          assert.deepEqual(await view.squeezed(), [], `${name}, ${narrow} pixels wide`);
          await picture(String(narrow));
        }
        await view.page.emulateMedia({ reducedMotion: 'reduce' });
        assert.deepEqual(await view.moving(), [], `${name} moves where no motion is wanted`);
        assert.deepEqual(view.errors, [], name);
        await view.close();
      }
    });
});
