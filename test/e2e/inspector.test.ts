import assert from 'node:assert/strict';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Frame, Locator } from 'playwright-core';
import { convertFile } from '../../model/convert/node/convertFile';
import { violationsIn } from './accessibility';
import { journey } from './journey';
import { numberIn, readTable } from './pageTable';

const panes = ['Header', 'Matrices', 'Bytes', 'Values', 'Forecast', 'Tokenizer'] as const;
type Pane = (typeof panes)[number];

// Every pane of the inspector, as a person opens them one after the other.
journey('the inspector', { 'ps2ml.layout': 'streamed' }, (workbench) => {
  const inspector = (): Promise<Frame> => workbench().webview('inspector');
  const file = (name: string): string => path.join(workbench().folder, name);

  async function show(pane: Pane): Promise<Locator> {
    const page = await inspector();
    await page.getByRole('tab', { name: pane }).click();
    const panel = page.getByRole('tabpanel', { name: pane });
    await workbench().until(`the pane ${pane}`, () => panel.isVisible());
    return panel;
  }
  const explanation = async (): Promise<string> => (await inspector()).locator('.explanation').innerText();
  const explains = (what: string): Promise<boolean> =>
    workbench().until(`an explanation of ${what}`, async () => (await explanation()).includes(what));

  before(async () => {
    await convertFile(file('tiny.psnt'), file('tiny-q4.psnt'), { quantization: 'q4' });
  });

  it('opens a model, which the Explorer has marked with its type', async () => {
    await workbench().openFile('tiny.psnt');
    const page = await inspector();
    assert.equal(await page.getByRole('tab').count(), panes.length);
    const row = workbench().page.locator('.explorer-folders-view .monaco-list-row[aria-label^="tiny.psnt"]');
    // VS Code draws badges without any text in the page.
    await workbench().until('the badge', () =>
      row.evaluate((line) =>
        Array.from(line.querySelectorAll('*')).some(
          (part) => getComputedStyle(part, '::after').content === '"Q8"',
        ),
      ),
    );
    assert.match(
      (await row.locator('.monaco-icon-label').getAttribute('aria-label')) ?? '',
      /PSNT version 3, q8, 160 k parameters, 6 layers/,
    );
  });

  it('leads from a field to its bytes and back', async () => {
    const header = await show('Header');
    await header.locator('tr[data-field=dim] button').click();
    await explains('header field dim');
    await explains('dim = 64');
    const page = await inspector();
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('role')), 'gridcell');
    await page.getByRole('button', { name: 'Show in Header' }).click();
    await workbench().until('the header', () => header.isVisible());
  });

  it('walks the bytes by keys, and explains each down to its bits', async () => {
    await show('Bytes');
    const page = await inspector();
    await page.getByPlaceholder('Offset, field or matrix').fill('layers.01.ffn.w1[3,5]');
    await workbench().press('Enter');
    await explains('layers.01.ffn.w1, row 3, column 5');
    await page.locator('.byte.cursor').focus();
    await workbench().press('ArrowRight');
    await explains('row 3, column 6');
    await workbench().press('Control+Home');
    await explains('header field magic');
    await workbench().press('Control+End');
    await explains('layers.02.ffn.w3, row 171, column 63');
    const bytes = await readFile(file('tiny.psnt'));
    const cells = page.locator('table.group tbody tr').last().locator('td');
    await workbench().until('the last value', async () => (await cells.count()) === 5);
    const [row, col, bits, integer] = await cells.allInnerTexts();
    const last = bytes.readInt8(bytes.length - 1);
    assert.deepEqual([row, col, Number(integer?.replace('−', '-'))], ['171', '63', last]);
    assert.equal(bits, (last & 255).toString(2).padStart(8, '0'));
    await page.locator('.hex-viewport .byte').nth(3).hover();
    assert.match(await page.locator('.byte-status').innerText(), /^0x[0-9A-F]{8} · layers\.02\.ffn\.w3, row/);
  });

  it('filters matrices, says what is wrong with a filter, and goes to bytes by Enter', async () => {
    const matrices = await show('Matrices');
    const input = matrices.locator('.filter input');
    await input.fill('layer:1 role:ffn type:q8 size>10k');
    const names = async (): Promise<string[]> =>
      (await matrices.locator('.table-row[aria-level="2"] .cell:first-child').allInnerTexts()).map((text) =>
        text.trim(),
      );
    await workbench().until('three matrices', async () => (await names()).length === 3);
    assert.deepEqual(await names(), ['layers.01.ffn.w1', 'layers.01.ffn.w2', 'layers.01.ffn.w3']);
    await input.fill('laye:1');
    await workbench().until('what is wrong', async () =>
      (await matrices.innerText()).includes('Did you mean layer?'),
    );
    await input.fill('ffn.w2');
    await matrices.locator('.table-row', { hasText: 'layers.00.ffn.w2' }).click();
    await workbench().press('Enter');
    await explains('layers.00.ffn.w2, scale of row 0');
    await show('Matrices');
    await input.fill('');
  });

  it('shows the same in each picture as in the table behind it', async () => {
    const values = await show('Values');
    await values.locator('select').selectOption('layers.00.ffn.w1');
    await workbench().until('the figures', async () =>
      (await values.innerText()).includes('11,008 values in 172 rows'),
    );
    const heat = values.locator('.heat-frame');
    const looksAt = (count: number): Promise<true> =>
      workbench().until(`${count} rows`, async () => {
        const [, first, last] = /rows (\d+)–(\d+)/.exec((await heat.getAttribute('aria-label')) ?? '') ?? [];
        return Number(last) - Number(first) + 1 === count;
      });
    await looksAt(172);
    for (const summary of await values.locator('summary').all()) await summary.click();
    const bars = await values
      .locator('.chart .bar')
      .evaluateAll((all) => all.map((bar) => Number(bar.getAttribute('height'))));
    const cells = await values.locator('table[aria-label=Histogram] tbody td:last-child').allInnerTexts();
    const counts = cells.map(numberIn);
    assert.equal(
      counts.reduce((sum, count) => sum + count, 0),
      11008,
    );
    const most = Math.max(...counts);
    bars.forEach((height, i) =>
      assert.ok(Math.abs(height / 150 - (counts[i] ?? 0) / most) < 0.01, `bar ${i}`),
    );
    assert.equal(await values.locator('.heat rect:not(.mark)').count(), 32 * 64);
    assert.equal(await values.locator('table[aria-label^="Heat map"] tbody td').count(), 32 * 64);
    await heat.focus();
    await workbench().press('+');
    await looksAt(86);
    await workbench().press('ArrowRight', '+');
    await looksAt(43);
    await workbench().press('0');
    await looksAt(172);
  });

  it('forecasts with rows that add up to the sentence', async () => {
    const forecast = await show('Forecast');
    const sentence = await forecast.locator('.notice').innerText();
    assert.match(
      sentence,
      /needs [\d.]+ MiB of 32 MiB: fits; reads .* from disc per token, about [\d.]+ s per token on a DVD, [\d.]+ s on a CD/,
    );
    const rows = await forecast.locator('.table-foot .cell').allInnerTexts();
    const kibibytes = /: fits; reads ([\d.]+) KiB/.exec(sentence)?.[1];
    assert.equal((numberIn(rows.at(-1)) / 1024).toFixed(1), kibibytes);
  });

  it('tokenises what is typed and looks tokens up', async () => {
    const tokenizer = await show('Tokenizer');
    await tokenizer.locator('textarea').fill('Once upon <b>');
    await workbench().until('tokens', async () => (await tokenizer.locator('.piece').count()) > 4);
    const pieces = await tokenizer.locator('.piece .piece-id').allInnerTexts();
    const rows = await tokenizer.locator('.trial .table-row .cell:nth-child(2)').allInnerTexts();
    assert.deepEqual(rows, pieces.slice(0, rows.length));
    await tokenizer.getByRole('search').locator('input').fill('300');
    const first = tokenizer.locator('.vocabulary .table-row').first();
    await workbench().until('token 300', async () => (await first.innerText()).startsWith('300'));
  });

  it('reads a file again that changes, and stays where it was', async () => {
    await show('Bytes');
    const page = await inspector();
    await page.getByPlaceholder('Offset, field or matrix').fill('seq_len');
    await workbench().press('Enter');
    await explains('seq_len = 128');
    const bytes = await readFile(file('tiny.psnt'));
    bytes.writeInt32LE(96, 44);
    await writeFile(file('tiny.psnt'), bytes);
    await explains('seq_len = 96');
    assert.equal(await page.getByRole('tab', { selected: true }).innerText(), 'Bytes');
  });

  it('comes back where it was when it was hidden', async () => {
    await workbench().openFile('tiny.tokenizer.bin');
    const page = await workbench().webview('tokenizer');
    await workbench().until('the vocabulary', async () => (await page.locator('.table-row').count()) > 10);
    assert.deepEqual(await violationsIn(page), []);
    await workbench().screenshot('tokenizer');
    await workbench().openFile('tiny.psnt');
    await explains('seq_len = 96');
  });

  it('compares two models', async () => {
    await workbench().command('PS2 ML: Compare Models…');
    await workbench().see(
      'the models',
      workbench().page.locator('.quick-input-list', { hasText: 'tiny-q4.psnt' }),
    );
    await workbench().press('Enter');
    const page = await workbench().webview('compare');
    await workbench().until('all errors', async () =>
      (await page.innerText('main')).includes('31 matrices compared, '),
    );
    const { headers, rows } = await readTable(page);
    const wq = rows.find(([name]) => name === 'layers.00.attn.wq') ?? [];
    assert.deepEqual(wq.slice(3, 5), ['q8', 'q4g32']);
    const snr = Number(wq[headers.indexOf('SNR (dB)')]);
    assert.ok(snr > 15 && snr < 40, `a signal-to-noise ratio of ${snr}`);
    assert.match(await page.locator('.compare-fields').innerText(), /quant_type\s+Q8\s+Q4\s+differs/);
    assert.deepEqual(await violationsIn(page), []);
    await workbench().screenshot('compare');
    await workbench().openFile('tiny.psnt');
  });

  it('shows a name with markup as a name', async () => {
    const name = '<b onmouseover=alert(1)>&.psnt';
    await copyFile(file('tiny.psnt'), file(name));
    await workbench().openFile(name);
    const page = await inspector();
    await workbench().until('the name', async () => (await page.locator('h1').innerText()) === name);
    assert.equal(await page.locator('main b').count(), 0);
  });
});
