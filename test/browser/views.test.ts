import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { tenMillionConfig } from '../../bench/tenMillion';
import { forecastFacts } from '../../extension/views/facts';
import { momentText } from '../../extension/views/momentText';
import type { TraceStore } from '../../extension/traceStore';
import { namedLayouts } from '../../model/plan/discLayout';
import { launchBrowser } from '../support/browser';
import { describedModel } from '../support/randomModel';
import { discContent, measuredStore, ramContentOf, timeContent } from './contents';
import { ViewPage } from './viewPage';

const hostile = '<img src=x onerror="document.title=1">"\' & \u202e';

// Each view in a real browser: what it shows, keys, themes, hostile texts, very many rows.
describe('views in a real browser', function () {
  this.timeout(180_000);
  let browser: Browser;
  let store: TraceStore;
  const views: ViewPage[] = [];
  const open = async (
    ...words: Parameters<typeof ViewPage.open> extends [Browser, ...infer Rest] ? Rest : never
  ) => {
    const view = await ViewPage.open(browser, ...words);
    views.push(view);
    return view;
  };

  before(async () => {
    browser = await launchBrowser();
    store = measuredStore(8, describedModel({ ...tenMillionConfig, layers: 8, uniqueLayers: 4 }));
  });
  afterEach(async () => {
    for (const view of views.splice(0)) {
      assert.deepEqual(view.errors, []);
      await view.close();
    }
  });
  after(() => browser.close());

  it('answers what if: the best layout, what each costs, another medium; and applies', async () => {
    const view = await open('disc', { height: 600 });
    await view.show(discContent(store));
    await view.page.getByRole('tab', { name: 'What If' }).click();
    await view.answer('facts', forecastFacts(store));
    const verdict = view.page.locator('.what-if-verdict');
    assert.match(
      await verdict.innerText(),
      /^Best layout: as many matrices as fit stay in free RAM.* ms per token, .* % less\.$/,
    );
    const ms = async (column: number): Promise<number> =>
      Number(
        (
          await view.page
            .locator('.small-table')
            .first()
            .locator('tbody tr')
            .first()
            .locator('td')
            .nth(column)
            .innerText()
        ).replaceAll(',', ''),
      );
    assert.ok((await ms(2)) < (await ms(0)));
    await view.page.getByLabel('Storage').selectOption('usb');
    assert.match(await view.page.locator('summary').innerText(), /USB stick/);
    assert.ok((await ms(1)) > 5000, 'a stick of 1 MB/s takes longer for 6 MB');
    await view.page.getByLabel('Storage').selectOption('dvd');
    await view.page.getByRole('button', { name: 'Apply Best Layout' }).click();
    const [asked] = await view.asked('applyLayout');
    assert.deepEqual((asked?.argument as { layout: unknown }).layout, namedLayouts.resident);
    // What no run here could measure is asked only: it is said, and what is applied is forecast without it.
    const note = view.page.getByRole('note');
    assert.equal(await note.isVisible(), false);
    await view.page.getByLabel('Read-ahead').fill('2');
    await view.page.getByLabel('Read-ahead').press('Tab');
    await view.page.getByRole('combobox', { name: 'Weights' }).selectOption('resident');
    await view.page.getByLabel('Shared layers').selectOption('readOnce');
    await view.page.getByLabel('Storage').selectOption('usb');
    assert.match(await note.innerText(), /^Read-ahead is a forecast only: .*waits for each read/);
    await view.page.getByRole('button', { name: 'Apply This Layout' }).click();
    const [, second] = await view.asked('applyLayout');
    assert.deepEqual(second?.argument, asked?.argument);
    // What was asked is there after a reload.
    const again = await open('disc', { state: await view.state(), height: 600 });
    assert.equal(
      await again.page.getByRole('tab', { name: 'What If' }).getAttribute('aria-selected'),
      'true',
    );
    await again.show(discContent(store));
    await again.answer('facts', forecastFacts(store));
    assert.equal(await again.page.getByLabel('Shared layers').inputValue(), 'readOnce');
  });

  it('says in the table of the disc what its picture shows', async () => {
    const view = await open('disc', { height: 600 });
    const content = discContent(store);
    await view.show(content);
    await view.page.getByRole('tab', { name: 'Reads' }).click();
    const foot = await view.page.locator('#panel-reads .table-foot').innerText();
    const steps = content.path?.steps ?? [];
    assert.match(foot, new RegExp(`${steps.length} reads`));
    assert.match(foot, new RegExp(`${steps.filter(({ seek }) => seek).length} seeks`));
    const label = await view.page.locator('.disc-canvas').getAttribute('aria-label');
    assert.match(
      label ?? '',
      new RegExp(`${steps.length} reads, ${steps.filter(({ seek }) => seek).length} seeks`),
    );
  });

  it('leads by keys from a row to the other places', async () => {
    const view = await open('disc', { height: 500 });
    await view.show(discContent(store));
    await view.page.locator('[data-key="layers.00.attn.wk"]').focus();
    const links = view.page.getByRole('navigation', { name: 'Show the selection in' });
    assert.deepEqual(await links.getByRole('button').allInnerTexts(), [
      'Listing',
      'Inspector',
      'Bytes',
      'RAM',
      'Time',
    ]);
    await links.getByRole('button', { name: 'Listing' }).press('Enter');
    assert.deepEqual((await view.asked('reveal')).at(-1)?.argument, {
      place: 'listing',
      target: { matrix: 'layers.00.attn.wk' },
    });
    // A link from elsewhere selects the row here.
    const content = discContent(store);
    const focus = { serial: 1, matrix: 'layers.03.ffn.w2' };
    await view.show({ ...content, subject: { ...content.subject, focus } });
    assert.equal(
      await view.page.locator('[data-key="layers.03.ffn.w2"]').getAttribute('aria-selected'),
      'true',
    );
  });

  it('zooms with keys from the run to an operation and back, and adds up at each level', async () => {
    const view = await open('time', { height: 600 });
    await view.show(timeContent(store));
    const foot = async (): Promise<string> =>
      (await view.page.locator('.table-foot .cell').nth(1).innerText()).replaceAll(',', '');
    await view.page.locator('.table-row[data-key="7"]').focus();
    const row = await view.page.locator('.table-row[data-key="7"] .cell').nth(2).innerText();
    await view.page.keyboard.press('Enter');
    assert.equal(await foot(), row.replaceAll(',', ''), 'the parts of the pass');
    await view.page.locator('.table-row[data-key="layer 3"]').focus();
    const layer = await view.page.locator('.table-row[data-key="layer 3"] .cell').nth(1).innerText();
    await view.page.keyboard.press('Enter');
    assert.equal(await foot(), layer.replaceAll(',', ''), 'the operations of the layer');
    assert.match(await view.page.locator('.table-row').first().innerText(), /L03\.attn\.norm/);
    await view.page.locator('.table-row').first().focus();
    await view.page.keyboard.press('Backspace');
    await view.page.locator('.table-row').first().focus();
    await view.page.keyboard.press('Backspace');
    assert.equal(await view.page.locator('.crumbs [aria-current]').innerText(), 'Run');
  });

  it('scrubs with keys, says the moment, and returns to the live view', async () => {
    const view = await open('time', { height: 600 });
    await view.show(timeContent(store));
    const slider = view.page.getByRole('slider', { name: 'Moment of the run' });
    assert.equal(await slider.getAttribute('aria-valuetext'), 'live');
    await slider.focus();
    await view.page.keyboard.press('ArrowLeft');
    await view.page.waitForTimeout(50);
    const last = store.plan.operations.length - 1;
    const moment = { pass: 7, operation: last };
    assert.deepEqual((await view.asked('scrub')).at(-1)?.argument, { moment });
    const text = momentText(store.plan, moment);
    await view.show(timeContent(store, { moment: { ...moment, text } }));
    await view.answer('scrub', null);
    assert.equal(await slider.getAttribute('aria-valuetext'), 'before sample of pass 7');
    assert.match(await view.page.locator('.subject-moment').innerText(), /Showing: before sample of pass 7/);
    await view.page.getByRole('button', { name: 'Show Values' }).click();
    assert.deepEqual((await view.asked('valuesAt')).at(-1)?.argument, { moment });
    await view.page.getByRole('button', { name: 'Return to Live View' }).click();
    assert.deepEqual((await view.asked('scrub')).at(-1)?.argument, {});
    // Keys are faster than answers: what is shown of an older moment does not move the slider back.
    await view.show(timeContent(store));
    await view.answer('scrub', null);
    const top = Number(await slider.inputValue());
    for (let step = 1; step <= 2; step++) {
      await slider.press('ArrowLeft');
      await view.page.waitForTimeout(50);
    }
    await view.show(timeContent(store, { moment: { ...moment, text } }));
    assert.equal(Number(await slider.inputValue()), top - 2);
    // Of a long run it says how far back it reaches.
    const reach = view.page.locator('.scrub-reach');
    assert.equal(await reach.isVisible(), false);
    await view.show({ ...timeContent(store), kept: [812, 1402] });
    assert.match(
      await reach.innerText(),
      /^Passes 812–1,402 can be scrubbed\. A long run keeps its last 200,000 events/,
    );
  });

  it('shows what was refused, as text', async () => {
    const view = await open('time');
    await view.show(timeContent(store));
    await view.page.getByRole('button', { name: '◂ Pass' }).click();
    await view.page.waitForTimeout(50);
    const [asked] = await view.asked('scrub');
    await view.post({ type: 'refused', id: asked?.id, message: hostile });
    assert.equal(await view.page.getByRole('alert').innerText(), hostile);
  });

  it('takes hostile names as text, in every view and tab', async () => {
    const model = describedModel(tenMillionConfig);
    const odd = measuredStore(3, { ...model, label: hostile }, hostile);
    for (const [name, content] of [
      ['disc', discContent(odd)],
      ['ram', ramContentOf(odd)],
      ['time', timeContent(odd)],
    ] as const) {
      const view = await open(name);
      const renamed = JSON.parse(
        JSON.stringify(content).replaceAll('layers.00.attn.wq', JSON.stringify(hostile).slice(1, -1)),
      ) as unknown;
      await view.show(renamed);
      assert.equal(await view.page.locator('img').count(), 0);
      assert.equal(await view.page.title(), name);
      assert.ok((await view.page.locator('.subject').innerText()).includes('onerror'));
    }
  });

  it('says in RAM over time that all parts are 32 MB at every position', async () => {
    const view = await open('ram', { height: 600 });
    await view.show(ramContentOf(store));
    await view.page.getByRole('tab', { name: 'Over Time' }).click();
    const totals = await view.page.locator('.ram-time-table tfoot td.numbers').allInnerTexts();
    assert.deepEqual(totals, ['33,554,432', '33,554,432', '33,554,432']);
    const text = await view.page.locator('.ram-over-time').innerText();
    assert.match(text, /High-water mark .* at 8 positions, measured over 8 passes/);
    for (const part of [
      'program',
      'stack',
      'embedding',
      'KV cache, filled',
      'activations',
      'stream slot',
      'free',
    ])
      assert.ok(text.includes(part), part);
    assert.match(text, /stack: 64\.0 KiB reserved, peak use not measured/);
    await view.show({ ...ramContentOf(store), stackBytes: 672 });
    assert.match(
      await view.page.locator('.ram-over-time').innerText(),
      /stack: peak use 672 bytes of 64\.0 KiB reserved, measured; 63\.3 KiB left as guard/,
    );
    await view.page.getByRole('tab', { name: 'Regions' }).click();
    assert.match(
      await view.page.locator('.table-row', { hasText: 'stack' }).first().innerText(),
      /672 of 65,536 bytes used at peak/,
    );
  });

  it('stays small with 10,000 rows and 1,000 tokens', async () => {
    const content = discContent(store);
    const [row] = content.rows.filter(({ kind }) => kind === 'matrix');
    assert.ok(row);
    const rows = Array.from({ length: 10_000 }, (_, index) => ({ ...row, name: `layers.${index}.attn.wq` }));
    const disc = await open('disc', { height: 600 });
    await disc.show({ ...content, rows });
    assert.ok((await disc.nodes()) < 1000, `${await disc.nodes()} elements`);
    await disc.page.locator('.table-row').first().focus();
    await disc.page.keyboard.press('End');
    assert.equal(await disc.page.locator('.table-row:focus').getAttribute('data-key'), 'layers.9999.attn.wq');
    assert.ok((await disc.nodes()) < 1000);

    const long = measuredStore(1000, describedModel({ ...tenMillionConfig, layers: 2, uniqueLayers: 1 }));
    const time = await open('time', { height: 600 });
    await time.show(timeContent(long));
    assert.ok((await time.nodes()) < 1000, `${await time.nodes()} elements`);
    await time.page.locator('.table-row').first().focus();
    await time.page.keyboard.press('End');
    assert.equal(await time.page.locator('.table-row:focus').getAttribute('data-key'), '999');
    assert.ok((await time.nodes()) < 1000);
  });

  it('works little in each frame: a scroll draws the rows that come, an update only what is in sight', async () => {
    const long = measuredStore(1000, describedModel({ ...tenMillionConfig, layers: 2, uniqueLayers: 1 }));
    const view = await open('time', { height: 600 });
    await view.show(timeContent(long));
    const changed = (): Promise<{ added: number; removed: number }> =>
      view.page.evaluate(`(() => {
        const records = globalThis.noted.splice(0);
        const rows = (list) => [...list].filter((node) => node.classList?.contains('table-row')).length;
        const sum = (of) => records.reduce((all, record) => all + rows(record[of]), 0);
        return { added: sum('addedNodes'), removed: sum('removedNodes') };
      })()`);
    await view.page.evaluate(
      `globalThis.noted = [];
       new MutationObserver((records) => noted.push(...records)).observe(document.querySelector('.table-rows'), { childList: true });`,
    );
    await view.page.evaluate(`document.querySelector('.table-viewport').scrollTop += 3 * 22`);
    await view.frame();
    const { added, removed } = await changed();
    assert.ok(added > 0 && added <= 6 && removed <= 6, `${added} rows for a scroll by three`);
    const before = await view.nodes();
    for (let update = 0; update < 5; update++) await view.show(timeContent(long));
    assert.ok(Math.abs((await view.nodes()) - before) <= 5);
    const again = await changed();
    assert.ok(again.added <= 5, `${again.added} rows were made for updates that change none`);
  });

  it('says that events were lost where they were, whole and in words, and nothing where none were', async () => {
    const lossy = measuredStore(3);
    lossy.add([{ type: 'lost', events: 1200, text: 0, log: 5 }]);
    const { lost } = lossy;
    for (const [name, content] of [
      ['disc', discContent],
      ['ram', ramContentOf],
      ['time', timeContent],
    ] as const) {
      const view = await open(name, { width: 320 });
      const whole = content(store);
      await view.show(whole);
      const line = view.page.locator('.lost');
      assert.equal(await line.isVisible(), false, name);
      const told = content(lossy);
      await view.show({ ...told, subject: { ...told.subject, lost } });
      assert.equal(
        await line.innerText(),
        '1,200 events, 5 bytes of log lost in transfer: some events are missing, but the totals are complete.',
      );
      const isCut = await line.evaluate((one) => one.scrollWidth > one.clientWidth);
      assert.equal(isCut, false, 'the sentence is seen to its end');
    }
  });

  it('moves nothing where motion is not wanted', async () => {
    const view = await open('time', { isReducedMotion: true });
    await view.show(timeContent(store));
    const moving = await view.page.evaluate(() => document.getAnimations().length);
    assert.equal(moving, 0);
  });
});
