import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { MemorySource } from '../../disc/byteSource';
import { inspectFile, type Inspection } from '../../extension/inspector/inspectorContent';
import { namedLayouts } from '../../model/plan/discLayout';
import { heatMap, type HeatMap, type MatrixWindow } from '../../model/inspect/heatMap';
import { scaleProfile } from '../../model/inspect/scales';
import { tensorStatistics } from '../../model/inspect/statistics';
import type { Model } from '../../model/model';
import { tensorOf } from '../../model/tensorRows';
import { launchBrowser } from '../support/browser';
import { projectRoot } from '../support/project';
import { inspectorAnswers } from './inspectorAnswers';
import { themeNames, themeOf, type ThemeName } from './themes';
import { ViewPage } from './viewPage';

const matrix = 'layers.00.ffn.w1';

describe('parts of the inspector', () => {
  let browser: Browser;
  let inspection: Inspection;
  let model: Model;
  let view: ViewPage | undefined;

  before(async () => {
    const bytes = new Uint8Array(await readFile(path.join(projectRoot, 'samples/tiny/tiny.psnt')));
    const planRequest = () => ({ layout: namedLayouts.streamed });
    inspection = await inspectFile(new MemorySource(bytes), 'tiny.psnt', { planRequest });
    assert.ok(inspection.psnt?.model);
    ({ model } = inspection.psnt);
    browser = await launchBrowser();
  });
  after(() => browser.close());
  afterEach(() => view?.close());

  const open = async (theme: ThemeName = 'dark', state?: unknown): Promise<ViewPage> => {
    view = await ViewPage.open(browser, 'inspector', { theme, width: 1200, height: 800, state });
    await view.show(inspection.content);
    return view;
  };

  const windowAsked = async (page: ViewPage): Promise<MatrixWindow> =>
    (await page.asked('heatMap')).at(-1)?.argument as MatrixWindow;
  const answerHeat = async (page: ViewPage): Promise<void> =>
    page.answer('heatMap', await heatMap(model, tensorOf(model, matrix), await windowAsked(page)));

  /** The Values pane with all its answers. */
  async function values(theme?: ThemeName): Promise<ViewPage> {
    const page = await open(theme);
    await page.page.getByRole('tab', { name: 'Values' }).click();
    await page.page.locator('#panel-values select').selectOption(matrix);
    const tensor = tensorOf(model, matrix);
    await page.answer('values', {
      statistics: await tensorStatistics(model, tensor),
      profile: await scaleProfile(model, tensor),
    });
    await answerHeat(page);
    return page;
  }

  /** What a screen reader is told of the heat map, and of the cell under the cursor. */
  const heatTexts = async ({ page }: ViewPage): Promise<readonly (string | null)[]> => [
    await page.locator('.heat-frame').getAttribute('aria-label'),
    await page.locator('.heat-status').textContent(),
  ];

  it('count every key in the heat map, as quick as they come', async () => {
    const keys = ['ArrowRight', 'ArrowDown', '+', '+', 'ArrowRight', '+', '-', '+', '-', '-', '+', '+'];
    const slow = await values();
    await slow.page.locator('.heat-frame').focus();
    for (const key of keys) {
      const before = (await slow.asked('heatMap')).length;
      await slow.page.keyboard.press(key);
      if ((await slow.asked('heatMap')).length > before) await answerHeat(slow);
    }
    const expected = await heatTexts(slow);
    assert.match(expected[0] ?? '', /columns \d+–\d+/);
    await slow.close();

    const quick = await values();
    await quick.page.locator('.heat-frame').focus();
    for (const key of keys) await quick.page.keyboard.press(key);
    await answerHeat(quick);
    assert.deepEqual(await heatTexts(quick), expected);
    // Nobody waits for what was overtaken.
    const asked = (await quick.asked('heatMap')).map(({ id }) => id);
    const cancelled = (await quick.sent()).filter(({ type }) => type === 'cancel').map(({ id }) => id);
    for (const id of asked.slice(2, -1)) assert.ok(cancelled.includes(id), `question ${id} is still open`);
  });

  it('go on from what is shown when a part of the heat map cannot be read', async () => {
    const page = await values();
    const before = await heatTexts(page);
    await page.page.locator('.heat-frame').focus();
    await page.page.keyboard.press('+');
    const failed = (await page.asked('heatMap')).at(-1)?.id;
    await page.post({ type: 'refused', id: failed, message: 'The file is gone.' });
    assert.equal(await page.page.locator('#panel-values .remark.error').textContent(), 'The file is gone.');
    assert.deepEqual(await heatTexts(page), before);
    const wanted = async (): Promise<number> => {
      await page.page.keyboard.press('+');
      return (await windowAsked(page)).rows;
    };
    assert.equal(await wanted(), 86);
  });

  it('say what keeping matrices in RAM would save, and lead to where that is chosen', async () => {
    const page = await open();
    await page.page.getByRole('tab', { name: 'Forecast' }).click();
    const saving = page.page.locator('.forecast-facts section').filter({ hasText: 'Resident matrices' });
    assert.match(
      await saving.innerText(),
      /All 21 matrices that are streamed fit in the free RAM: nothing would be read from disc per token, and a token would take about 0\.\d+ s\./,
    );
    await saving.getByRole('button', { name: 'Disc' }).click();
    const [asked] = await page.asked('revealInDisc');
    assert.match((asked?.argument as { matrix: string }).matrix, /^layers\.00\./);
  });

  /** The bytes that the page wants to have saved, by the title of a button. */
  async function saved({ page }: ViewPage, title: string): Promise<Buffer> {
    await page.getByTitle(title).click();
    const bytes = await page.waitForFunction(() => {
      const { sent } = (
        globalThis as unknown as {
          testHost: { sent: { name?: string; argument?: { bytes?: Uint8Array } }[] };
        }
      ).testHost;
      const last = sent.filter(({ name }) => name === 'save').at(-1);
      // As a text of bytes, which is quicker on its way than a list.
      return (
        last?.argument?.bytes && Array.from(last.argument.bytes, (byte) => String.fromCharCode(byte)).join('')
      );
    });
    return Buffer.from((await bytes.jsonValue()) ?? '', 'latin1');
  }

  for (const theme of themeNames)
    it(`are saved as pictures that can be read anywhere: ${theme}`, async () => {
      const page = await values(theme);
      const background = themeOf(theme).variables['editor-background'];
      for (const name of ['heat map', 'histogram', 'scales']) {
        const svg = (await saved(page, `Save the ${name} as a picture`)).toString();
        const { problems, first, mark } = await page.page.evaluate((text) => {
          const parsed = new DOMParser().parseFromString(text, 'image/svg+xml');
          return {
            problems: parsed.querySelectorAll('parsererror, script, [class]').length,
            first: parsed.querySelector('rect')?.getAttribute('fill'),
            mark: parsed.documentElement.outerHTML.includes('class="mark"'),
          };
        }, svg);
        assert.deepEqual({ problems, first, mark }, { problems: 0, first: background, mark: false }, name);
        await look(page.page, svg, `${name}-${theme}`);
      }
    });

  /** A picture alone on a white page, as it would be elsewhere. */
  async function look(page: Page, svg: string, name: string): Promise<void> {
    const alone = await page
      .context()
      .browser()
      ?.newPage({ viewport: { width: 700, height: 300 } });
    await alone?.setContent(`<body style="background: white">${svg}</body>`);
    await alone?.screenshot({ path: path.join(projectRoot, `out/screenshots/saved-${name}.png`) });
    await alone?.close();
  }

  it('draw a cross in the pixels too where a value is no number', async () => {
    const page = await values('light');
    await page.page.getByTitle('Show the whole matrix (0)').click();
    const map: HeatMap = {
      window: { rowStart: 0, rows: 172, colStart: 0, cols: 64 },
      cellRows: 1,
      cellCols: 3,
      means: Float64Array.of(NaN, 0, 1),
      peaks: Float64Array.of(0, 0, 1),
      sampled: false,
    };
    await page.answer('heatMap', map);
    const png = await saved(page, 'Save the heat map as pixels');
    const pixels = await page.page.evaluate(async (bytes) => {
      const image = await createImageBitmap(new Blob([Uint8Array.from(bytes)], { type: 'image/png' }));
      const canvas = new OffscreenCanvas(image.width, image.height);
      const context = canvas.getContext('2d');
      context?.drawImage(image, 0, 0);
      return [6, 18, 30].map((x) => Array.from(context?.getImageData(x, 6, 1, 1).data ?? []));
    }, Array.from(png));
    const [cross = [], zero = [], one = []] = pixels;
    assert.deepEqual(zero, [255, 255, 255, 255], 'a cell of zeros has the background');
    assert.notDeepEqual(cross, zero);
    assert.notDeepEqual(one, zero);
    assert.notDeepEqual(cross, one);
  });

  it('flag rows that hold NaN or only zeros, or are saturated', async () => {
    const bytes = (await model.source.read(0, model.source.size)).slice();
    const { scalesOffset = 0, dataOffset, cols } = tensorOf(model, matrix);
    new DataView(bytes.buffer).setFloat32(scalesOffset + 3 * 4, NaN, true);
    bytes.fill(0, dataOffset + 5 * cols, dataOffset + 7 * cols);
    bytes.fill(127, dataOffset + 9 * cols, dataOffset + 10 * cols);
    const odd = await inspectFile(new MemorySource(bytes), 'odd.psnt');
    view = await ViewPage.open(browser, 'inspector', { width: 1200, height: 800 });
    const { page } = view;
    await view.serve(inspectorAnswers(odd, bytes));
    await view.show(odd.content);
    await page.getByRole('tab', { name: 'Values' }).click();
    await page.locator('#panel-values select').selectOption(matrix);
    const flags = page.getByRole('list', { name: 'Findings' }).locator('li');
    await flags.first().waitFor();
    assert.deepEqual(await flags.allInnerTexts(), [
      'Error: 1 row holds NaN (3)',
      'Warning: 2 rows hold only zeros (5, 6)',
      'Warning: 1 row is saturated: many values at the largest integer (9)',
      'Error: 1 scale is not finite',
    ]);
    // As in the picture: a cross for each cell of the row.
    assert.equal(await page.locator('.heat path.nan').count(), cols);
  });

  it('come back at their place in a table after a reload', async () => {
    const first = await open();
    await first.page.getByRole('tab', { name: 'Matrices' }).click();
    await first.page.locator('.matrices .table-row', { hasText: 'embedding' }).first().click();
    await first.page.locator('.matrices .table-viewport').evaluate((element) => (element.scrollTop = 132));
    await first.page.waitForFunction(() =>
      JSON.stringify((globalThis as unknown as { testHost: { state: unknown } }).testHost.state).includes(
        '"top":6',
      ),
    );
    const state = await first.state();
    await first.close();
    const { page } = await open('dark', state);
    const viewport = page.locator('.matrices .table-viewport');
    assert.equal(await viewport.evaluate((element) => element.scrollTop), 132);
    await viewport.evaluate((element) => (element.scrollTop = 0));
    const selected = page.locator('.matrices .table-row[aria-selected=true]');
    assert.match((await selected.textContent()) ?? '', /^embedding/);
  });
});
