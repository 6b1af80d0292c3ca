import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import axe from 'axe-core';
import type { Browser } from 'playwright-core';
import { MemorySource } from '../../disc/byteSource';
import { htmlReport as modelReport } from '../../model/inspect/export/report';
import { tensorStatistics } from '../../model/inspect/statistics';
import { inspectPsnt } from '../../model/psnt/file';
import { htmlReport as traceReport } from '../../model/trace/export/htmlReport';
import { opened } from '../model/trace/memoryTrace';
import { launchBrowser } from '../support/browser';
import { projectRoot } from '../support/project';

const hostile = '<img src=x onerror="document.title=1">';

// Pages that people attach to a message: opened by any browser, in the colours that its reader has chosen.
describe('reports of one page', function () {
  this.timeout(180_000);
  let browser: Browser;
  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());

  const bytesOf = async (file: string): Promise<Uint8Array> =>
    new Uint8Array(await readFile(path.join(projectRoot, file)));
  const reports: Readonly<Record<string, () => Promise<string>>> = {
    model: async () => {
      const bytes = await bytesOf('samples/tiny/tiny.psnt');
      const inspection = await inspectPsnt(new MemorySource(bytes), hostile);
      assert.ok(inspection.model);
      const statistics = new Map();
      for (const tensor of inspection.tensors)
        statistics.set(tensor.name, await tensorStatistics(inspection.model, tensor));
      return modelReport({ fileName: hostile, inspection, problem: hostile, statistics });
    },
    trace: async () => {
      const file = await opened(await bytesOf('test/fixtures/trace/version-1.0-console.ps2trace'));
      return traceReport({ ...file, info: { ...file.info, name: hostile } });
    },
  };

  for (const [name, make] of Object.entries(reports))
    it(`can be read by anyone: ${name}`, async () => {
      const page = await browser.newPage({ viewport: { width: 1000, height: 800 } });
      const errors: string[] = [];
      page.on('pageerror', ({ message }) => errors.push(message));
      page.on('console', (message) => {
        if (message.type() === 'error') errors.push(message.text());
      });
      await page.setContent(await make());
      assert.equal(await page.locator('h1').innerText(), hostile);
      assert.equal(await page.locator('img').count(), 0);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await page.evaluate(axe.source);
        const broken = await page.evaluate<string[]>(
          'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes[0].html))',
        );
        assert.deepEqual(broken, [], colorScheme);
      }
      await page.setViewportSize({ width: 320, height: 800 });
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
      assert.deepEqual(errors, []);
      await page.close();
    });
});
