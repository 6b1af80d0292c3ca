import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { MemorySource } from '../../disc/byteSource';
import { inspectFile, type Inspection } from '../../extension/inspector/inspectorContent';
import { heatMap } from '../../model/inspect/heatMap';
import { scaleProfile } from '../../model/inspect/scales';
import { tensorStatistics } from '../../model/inspect/statistics';
import { findTokens, tokenise, tokenizerFacts } from '../../model/inspect/tokens';
import { tensorOf } from '../../model/tensorRows';
import { openTokenizer, type FileTokenizer } from '../../model/tokenizer/openTokenizer';
import { launchBrowser } from '../support/browser';
import { projectRoot } from '../support/project';
import { ViewPage } from './viewPage';
import { themes, type ThemeName } from './themes';

const panes = ['Header', 'Matrices', 'Bytes', 'Values', 'Forecast', 'Tokenizer'];

interface Question {
  readonly type: string;
  readonly id: number;
  readonly name: string;
  readonly argument: Record<string, number> & { matrix: string; query: string; text: string };
}

describe('panes of the inspector in every theme', () => {
  let browser: Browser;
  let bytes: Uint8Array;
  let inspection: Inspection;
  let tokenizer: FileTokenizer;

  before(async () => {
    const read = async (name: string): Promise<Uint8Array> =>
      new Uint8Array(await readFile(path.join(projectRoot, 'samples/tiny', name)));
    bytes = await read('tiny.psnt');
    inspection = await inspectFile(new MemorySource(bytes), 'tiny.psnt');
    tokenizer = await openTokenizer(new MemorySource(await read('tiny.tokenizer.bin')), 'tiny.tokenizer.bin');
    await mkdir(path.join(projectRoot, 'out/screenshots'), { recursive: true });
    browser = await launchBrowser();
  });
  after(() => browser.close());

  /** What the extension would answer. */
  async function answerTo({ name, argument }: Question): Promise<unknown> {
    const model = inspection.psnt?.model;
    assert.ok(model);
    const { offset = 0, length = 0, rowStart = 0, rows = 0, colStart = 0, cols = 0 } = argument;
    switch (name) {
      case 'bytes':
        return bytes.slice(offset, offset + length);
      case 'values': {
        const tensor = tensorOf(model, argument.matrix);
        return {
          statistics: await tensorStatistics(model, tensor),
          profile: await scaleProfile(model, tensor),
        };
      }
      case 'heatMap':
        return heatMap(model, tensorOf(model, argument.matrix), { rowStart, rows, colStart, cols });
      case 'tokenizer':
        return { name: 'tiny.tokenizer.bin', facts: tokenizerFacts(tokenizer) };
      case 'tokens':
        return findTokens(tokenizer, argument.query, 0, 500);
      default:
        return tokenise(tokenizer, argument.text);
    }
  }

  for (const theme of Object.keys(themes) as ThemeName[])
    it(`break no rule of accessibility: ${theme}`, async () => {
      const view = await ViewPage.open(browser, 'inspector', { theme, width: 1400 });
      const { page } = view;
      const answered = new Set<number>();
      const answerAll = async (): Promise<void> => {
        for (let quiet = 0; quiet < 2;) {
          await page.waitForTimeout(40);
          const open = ((await view.sent()) as readonly Question[]).filter(
            ({ type, id }) => type === 'request' && !answered.has(id),
          );
          quiet = open.length === 0 ? quiet + 1 : 0;
          for (const question of open) {
            answered.add(question.id);
            await view.post({ type: 'result', id: question.id, result: await answerTo(question) });
          }
        }
      };
      await view.show(inspection.content);
      for (const pane of panes) {
        await page.getByRole('tab', { name: pane }).click();
        await answerAll();
        if (pane === 'Matrices') await page.locator('.matrices .table-row').nth(5).click();
        if (pane === 'Bytes') {
          await page.getByPlaceholder('Offset, field or matrix').fill('layers.00.attn.wq[1]');
          await page.keyboard.press('Enter');
          await answerAll();
        }
        if (pane === 'Tokenizer') {
          await page.locator('textarea').fill('Once upon a time <b>');
          await answerAll();
        }
        await page.screenshot({
          path: path.join(projectRoot, `out/screenshots/inspector-${pane}-${theme}.png`),
        });
        assert.deepEqual(await view.violations(), [], pane);
      }
      await view.close();
    });
});
