import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { MemorySource } from '../../disc/byteSource';
import { inspectFile } from '../../extension/inspector/inspectorContent';
import type { InspectorContent } from '../../webviews/messages/inspector';
import type { CompareContent } from '../../webviews/messages/compare';
import { launchBrowser } from '../support/browser';
import { projectRoot } from '../support/project';
import { doctorContent } from './doctorContent';
import { ViewPage } from './viewPage';

/** Markup that would run, a direction that would turn the line around, and nothing that a line may break at. */
const hostile = `<img src=x onerror="document.title='run'"><script>document.title='run'</script>\u202e${'x'.repeat(300)}`;

// Texts of files and machines, in pages whose policy would tell on the console that something wanted to run.
describe('pages with hostile texts and very many rows', function () {
  this.timeout(180_000);
  let browser: Browser;
  let inspected: InspectorContent;
  before(async () => {
    browser = await launchBrowser();
    const bytes = new Uint8Array(readFileSync(path.join(projectRoot, 'samples/tiny/tiny.psnt')));
    ({ content: inspected } = await inspectFile(new MemorySource(bytes), 'tiny.psnt'));
  });
  after(() => browser.close());

  const side = { uri: 'file:///a', fileName: hostile, fileBytes: 1, summary: hostile, problem: hostile };
  const compared: CompareContent = {
    left: side,
    right: { ...side, forecast: hostile },
    fields: [{ name: hostile, left: hostile, right: '' }],
    matrices: [{ name: hostile, role: hostile, comparable: false }],
  };
  const isText = (text: string): boolean => text.includes('onerror=') && text.includes('<script>');

  async function shown(
    name: string,
    content: unknown,
    use: (view: ViewPage) => Promise<void>,
  ): Promise<void> {
    const view = await ViewPage.open(browser, name, { width: 320, height: 700 });
    await view.show(content);
    await use(view);
    assert.equal(await view.page.title(), name);
    assert.equal(await view.page.locator('main img, main script').count(), 0);
    assert.deepEqual(view.errors, []);
    await view.close();
  }

  it('are shown as texts, and make no page wider than its window', async () => {
    const pages: Readonly<Record<string, unknown>> = {
      inspector: {
        ...inspected,
        fileName: hostile,
        summary: hostile,
        problem: hostile,
        fields: inspected.fields.map((field) => ({ ...field, reading: hostile, meaning: hostile })),
        layout: { order: hostile, ambiguous: true, evidence: [hostile] },
      },
      compare: compared,
      tokenizer: { fileName: hostile, fileBytes: 1, problem: hostile },
      trace: { fileName: hostile, problem: hostile },
      television: { session: hostile, state: 'absent', message: hostile },
      doctor: {
        lines: doctorContent.lines.map((line) => ({ ...line, title: hostile, what: hostile, why: hostile })),
      },
    };
    for (const [name, content] of Object.entries(pages))
      await shown(name, content, async (view) => {
        assert.ok(isText(await view.page.innerText('main')), name);
        assert.ok((await view.overflow()) <= 0, `${name} is wider than its window`);
      });
  });

  it('are shown as tokens of a vocabulary', async () => {
    const rows = [{ id: 0, text: hostile, bytes: '3C', kind: 'normal' }];
    const view = await ViewPage.open(browser, 'tokenizer', { height: 700 });
    await view.serve({
      tokens: () => ({ total: 1, start: 0, rows }),
      tokenise: () => ({ tokens: rows, decoded: hostile }),
    });
    const facts = { kind: hostile, vocabSize: 1, chat: hostile };
    await view.show({ fileName: hostile, fileBytes: 1, facts });
    await view.page.locator('.piece').waitFor();
    await view.page.getByText('Chat template').click();
    for (const place of ['.piece', '.vocabulary .table-row', '.template', '.tokenizer-facts.muted'])
      assert.ok(isText(await view.page.locator(place).innerText()), place);
    assert.equal(await view.page.locator('main img, main script').count(), 0);
    assert.deepEqual(view.errors, []);
    await view.close();
  });

  it('draw only what is in sight of 10,000 matrices', async () => {
    const [matrix] = inspected.matrices;
    assert.ok(matrix);
    const names = Array.from({ length: 10_000 }, (_, i) => `layers.${i}.attn.wq`);
    const many = names.map((name, layer) => ({ ...matrix, name, layer }));
    await shown('inspector', { ...inspected, matrices: many }, async (view) => {
      const { page } = view;
      await page.getByRole('tab', { name: 'Matrices' }).click();
      await page.locator('.matrices .table-row').first().focus();
      await page.keyboard.press('End');
      assert.equal(await page.locator('.table-row:focus').getAttribute('data-key'), names.at(-1));
      assert.ok((await view.nodes()) < 1000, `${await view.nodes()} elements`);
    });
    const { rows, cols, type, bytes } = matrix;
    const tensor = { rows, cols, type, bytes };
    const content = {
      ...compared,
      matrices: names.map((name) => ({ name, role: 'x', left: tensor, right: tensor, comparable: false })),
    };
    await shown('compare', content, async (view) => {
      await view.page.locator('.table-row').first().focus();
      await view.page.keyboard.press('End');
      assert.equal(await view.page.locator('.table-row:focus').getAttribute('data-key'), names.at(-1));
      assert.ok((await view.nodes()) < 1000, `${await view.nodes()} elements`);
    });
  });
});
