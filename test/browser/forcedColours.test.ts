import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser';
import { scenes, type Scene } from './scenes';
import type { ThemeName } from './themes';
import { ViewPage } from './viewPage';

/** Palettes of the system, and the theme that VS Code has meanwhile: it need not follow the system. */
const palettes: readonly { readonly system: 'dark' | 'light'; readonly theme: ThemeName }[] = [
  { system: 'dark', theme: 'contrast' },
  { system: 'light', theme: 'contrastLight' },
  { system: 'light', theme: 'dark' },
];

/** What a scene holds, by selectors. */
interface Look {
  readonly scene: string;
  /** Swatches that tell the series of a chart apart, and how many series there are. */
  readonly series?: readonly [selector: string, count: number];
  readonly pictures?: readonly string[];
}

const looks: readonly Look[] = [
  { scene: 'time run', series: ['.timeline-swatch', 4], pictures: ['.timeline-canvas'] },
  { scene: 'ram regions', series: ['.table-row[aria-level="1"] .swatch', 9], pictures: ['.ram-bar'] },
  { scene: 'ram over time', pictures: ['.ram-time-canvas'] },
  { scene: 'disc reads', pictures: ['.disc-canvas'] },
  { scene: 'disc matrices', pictures: ['[data-key="layers.00.attn.wq"] .share-bar'] },
  { scene: 'inspector values', series: ['.heat-swatch', 2], pictures: ['.heat', '.chart'] },
];
const scenesWithControls = ['inspector matrices', 'inspector tokenizer', 'time run'];

describe('pages in the forced colours of the system', function () {
  this.timeout(120_000);
  let browser: Browser;
  let all: readonly Scene[];
  let pictures: PicturesApart;

  before(async () => {
    browser = await launchBrowser();
    all = await scenes();
    pictures = await PicturesApart.open(browser);
  });
  after(() => browser.close());

  /** Opens a scene once and looks at it in each palette. */
  async function inEachPalette(
    name: string,
    look: (view: ViewPage, what: string) => Promise<void>,
  ): Promise<void> {
    const scene = all.find((one) => one.name === name) ?? assert.fail(`no scene ${name}`);
    const view = await ViewPage.open(browser, scene.page, { width: 1000, height: 800 });
    await scene.show(view);
    for (const { system, theme } of palettes) {
      await view.page.emulateMedia({ forcedColors: 'active', colorScheme: system });
      await view.setTheme(theme);
      await look(view, `${name}, ${system} system, VS Code in ${theme}`);
    }
    assert.deepEqual(view.errors, []);
    await view.close();
  }

  for (const { scene, series, pictures: shown = [] } of looks)
    it(`draw what tells things apart: ${scene}`, async () => {
      await inEachPalette(scene, async ({ page }, what) => {
        for (const selector of shown) {
          const png = await page.locator(selector).first().screenshot();
          assert.ok(await pictures.isVisible(png), `${what}: ${selector} has vanished`);
        }
        if (series === undefined) return;
        const [selector, count] = series;
        const seen: Buffer[] = [];
        for (const swatch of (await page.locator(selector).all()).slice(0, count)) {
          const png = await swatch.screenshot();
          assert.ok(await pictures.isVisible(png), `${what}: series ${seen.length} is blank`);
          for (const [i, other] of seen.entries())
            assert.ok(
              (await pictures.differing(png, other)) >= 8,
              `${what}: series ${seen.length} looks like ${i}`,
            );
          seen.push(png);
        }
        assert.equal(seen.length, count, what);
      });
    });

  for (const name of scenesWithControls)
    it(`mark by a line what is selected, and the focus on each kind of control: ${name}`, async () => {
      await inEachPalette(name, async (view, what) => {
        const { page } = view;
        for (const selected of await page.locator('[aria-selected=true]:visible').all()) {
          const [style, width] = await selected.evaluate((element) => {
            const { outlineStyle, outlineWidth } = getComputedStyle(element);
            return [outlineStyle, parseFloat(outlineWidth)] as const;
          });
          assert.ok(style !== 'none' && width >= 1, `${what}: what is selected is not seen`);
        }
        const kinds = new Set<string>();
        await page.evaluate('document.activeElement?.blur(); getSelection()?.setPosition(document.body, 0)');
        for (let stop = 0; stop < 20; stop++) {
          await page.keyboard.press('Tab');
          const focus = await page.evaluate<{ kind: string; clip: Clip } | null>(readFocus);
          if (focus === null || kinds.has(focus.kind)) continue;
          const { kind, clip } = focus;
          kinds.add(kind);
          // On a busy machine the focus may not be drawn yet.
          await view.frame();
          const focused = await page.screenshot({ clip });
          await page.evaluate('document.activeElement.blur()');
          await view.frame();
          const changed = await pictures.differing(focused, await page.screenshot({ clip }));
          assert.ok(changed >= 16, `${what}: the focus on ${kind} is not seen`);
        }
        assert.ok(kinds.size >= 4, [...kinds].join());
      });
    });
});

interface Clip {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What has the focus: what kind of control, and the part of the window that it and a line around it take. */
const readFocus = `(() => {
  const active = document.activeElement;
  if (active === document.body) return null;
  const { left, top, right, bottom } = active.getBoundingClientRect();
  const x = Math.max(0, left - 4), y = Math.max(0, top - 4);
  const clip = { x, y, width: Math.min(innerWidth, right + 4) - x, height: Math.min(innerHeight, bottom + 4) - y };
  return { kind: [active.localName, active.getAttribute('role') ?? '', active.className.split(' ')[0]].join(' '), clip };
})()`;

/** Looks at PNG files pixel by pixel, in a page of its own, as the pages under test load nothing. */
class PicturesApart {
  private constructor(private readonly page: Page) {}

  static async open(browser: Browser): Promise<PicturesApart> {
    const page = await browser.newPage();
    // As a text, because functions of tests carry names that pages do not know.
    await page.evaluate(`globalThis.pixelsOf = async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
      context.drawImage(image, 0, 0);
      return context.getImageData(0, 0, image.width, image.height).data;
    };
    // Colours this far apart in one of their parts are told apart.
    globalThis.areApart = (a, i, b, j) => [0, 1, 2].some((part) => Math.abs(a[i + part] - b[j + part]) >= 48);`);
    return new PicturesApart(page);
  }

  /** Has it more than one colour, so that there is something to see? */
  isVisible(png: Buffer): Promise<boolean> {
    return this.page.evaluate(`(async () => {
      const pixels = await pixelsOf(${JSON.stringify(png.toString('base64'))});
      for (let i = 4; i < pixels.length; i += 4) if (areApart(pixels, 0, pixels, i)) return true;
      return false;
    })()`);
  }

  /** Pixels that differ in two pictures; Infinity when they are of different sizes. */
  differing(one: Buffer, other: Buffer): Promise<number> {
    return this.page.evaluate(`(async () => {
      const a = await pixelsOf(${JSON.stringify(one.toString('base64'))});
      const b = await pixelsOf(${JSON.stringify(other.toString('base64'))});
      if (a.length !== b.length) return Infinity;
      let count = 0;
      for (let i = 0; i < a.length; i += 4) if (areApart(a, i, b, i)) count++;
      return count;
    })()`);
  }
}
