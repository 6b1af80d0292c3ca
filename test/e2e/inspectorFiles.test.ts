import assert from 'node:assert/strict';
import { copyFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Locator } from 'playwright-core';
import { largeModelBytes } from '../support/largeModel';
import { writeSparseModel } from '../support/sparseModel';
import { InspectorPage } from './inspectorPage';
import { journey } from './journey';
import { numberIn } from './pageTable';

// VS Code asks once for each extension whether links may reach it; what the extension asks itself is tested here.
const settings = { 'extensions.confirmedUriHandlerExtensionIds': ['ps2ml.ps2-ml'] };

// What a person does with model files around the inspector: saving, values, links, other names.
journey('model files around the inspector', settings, (workbench) => {
  const file = (name: string): string => path.join(workbench().folder, name);
  const inspector = new InspectorPage(workbench);
  const odd = 'a+b & c%20=#é.psnt';
  const closeAll = (): Promise<void> => workbench().press('Control+k', 'Control+w');

  /** Waits for a file that is written somewhere else. */
  const written = (name: string): Promise<Buffer> =>
    workbench().until(`the file ${name}`, async () => {
      const bytes = await readFile(file(name));
      return bytes.length > 0 && bytes;
    });

  before(async () => {
    await writeFile(file('large.psnt'), await largeModelBytes());
    await writeSparseModel(file('sparse.psnt'));
    for (const name of ['model.dat', odd]) await copyFile(file('tiny.psnt'), file(name));
    await copyFile(file('tiny.tokenizer.bin'), file('vocabulary.bin'));
    await mkdir(file('saved'));
  });

  describe('saved', () => {
    async function save(format: string, name: string): Promise<string> {
      await workbench().editorMenu('Export Model Report…');
      await workbench().choose('Export model report of large.psnt', format);
      await workbench().answerFileDialog('Save large.psnt', file(`saved/${name}`));
      return (await written(`saved/${name}`)).toString();
    }
    let matrices: readonly { name: string; rows: number; cols: number; offset: number; bytes: number }[] = [];

    it('as JSON, hold what stands in the file', async () => {
      await closeAll();
      await workbench().openFile('large.psnt');
      await inspector.frame();
      const report = JSON.parse(await save('JSON', 'large.json')) as {
        header: Record<string, number>;
        matrices: typeof matrices;
        bytes: number;
        statistics: { matrix: string; values: number; exact: boolean }[];
      };
      const bytes = await readFile(file('large.psnt'));
      assert.equal(report.bytes, bytes.length);
      assert.equal(report.header['dim'], bytes.readInt32LE(20));
      assert.equal(report.header['vocab_size'], bytes.readInt32LE(40));
      ({ matrices } = report);
      assert.equal(
        matrices.reduce((sum, matrix) => sum + matrix.bytes, 60),
        bytes.length,
      );
      const { values, exact } = report.statistics.find(({ matrix }) => matrix === 'embedding') ?? {};
      assert.deepEqual({ values, exact }, { values: 65536, exact: false });
    });

    it('as CSV, have a line for each matrix', async () => {
      const [head, ...lines] = (await save('CSV', 'large.csv')).trimEnd().split('\n');
      assert.equal(head?.trim(), 'name,role,layer,rows,cols,type,offset,bytes,share');
      assert.deepEqual(
        lines
          .map((line) => line.split(','))
          .map(([name, , , rows, cols, , offset, bytes]) => ({
            name,
            numbers: [rows, cols, offset, bytes].map(Number),
          })),
        matrices.map(({ name, rows, cols, offset, bytes }) => ({
          name,
          numbers: [rows, cols, offset, bytes],
        })),
      );
    });

    it('as HTML, are one page that runs nothing and asks for nothing', async () => {
      await save('HTML report', 'large.html');
      const browser = workbench().page.context().browser();
      assert.ok(browser);
      const page = await browser.newPage();
      const asked: string[] = [];
      page.on('request', (request) => asked.push(request.url()));
      const address = pathToFileURL(file('saved/large.html')).href;
      await page.goto(address, { waitUntil: 'networkidle' });
      assert.deepEqual(asked, [address]);
      assert.equal(await page.locator('script, link, img, iframe, [onclick], [src], [href]').count(), 0);
      assert.equal(await page.locator('h1').innerText(), 'large.psnt');
      const names = await page.locator('table').last().locator('tbody tr td:first-child').allInnerTexts();
      assert.deepEqual(
        names,
        matrices.map(({ name }) => name),
      );
      await page.close();
    });
  });

  describe('and their values', () => {
    const figures = async (): Promise<string> => (await inspector.frame()).locator('.figures').innerText();
    const exact = async (): Promise<Locator> =>
      (await inspector.frame()).getByRole('button', { name: 'Exact', exact: true });

    it('are looked at one and all on request, and the figures are right', async () => {
      const values = await inspector.show('Values');
      await workbench().until('a sample', async () => (await figures()).includes('65,536 values'));
      await (await exact()).click();
      await workbench().until('all values', async () => (await figures()).includes('8,388,608 values'));
      assert.equal(await (await exact()).isDisabled(), true);
      const bytes = await readFile(file('large.psnt'));
      const [rows, cols] = [32768, 256];
      const scales = 60;
      const integers = scales + rows * 4;
      const found = { least: Infinity, largest: -Infinity, sum: 0, zeros: 0, full: 0 };
      for (let row = 0; row < rows; row++) {
        const scale = bytes.readFloatLE(scales + row * 4);
        for (let col = 0; col < cols; col++) {
          const integer = bytes.readInt8(integers + row * cols + col);
          const value = Math.fround(integer * scale);
          found.least = Math.min(found.least, value);
          found.largest = Math.max(found.largest, value);
          found.sum += value;
          if (value === 0) found.zeros++;
          if (Math.abs(integer) >= 127) found.full++;
        }
      }
      const shown = new Map(
        await values
          .locator('table[aria-label=Statistics] tbody tr')
          .evaluateAll((all) =>
            all.map((row): [string, string] => [
              row.children[0]?.textContent ?? '',
              row.children[1]?.textContent ?? '',
            ]),
          ),
      );
      const figure = (name: string): number => numberIn(shown.get(name)?.split(' ')[0]);
      assert.equal(figure('zeros'), found.zeros);
      assert.equal(figure('at the largest integer'), found.full);
      for (const [name, value] of [
        ['minimum', found.least],
        ['maximum', found.largest],
        ['mean', found.sum / (rows * cols)],
      ] as const)
        assert.equal(figure(name), Number(value.toPrecision(5)), name);
    });

    it('are saved as pictures', async () => {
      const page = await inspector.frame();
      await page.getByTitle('Save the heat map as pixels').click();
      await workbench().answerFileDialog('Save embedding-heat-map.png', file('saved/map.png'));
      const png = await written('saved/map.png');
      assert.equal(png.subarray(0, 8).toString('latin1'), '\x89PNG\r\n\x1a\n');
      // 64 × 32 cells of 12 pixels.
      assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [768, 384]);
      await page.getByTitle('Save the histogram as a picture').click();
      await workbench().answerFileDialog('Save embedding-histogram.svg', file('saved/histogram.svg'));
      const svg = (await written('saved/histogram.svg')).toString();
      const { root, bars, problems, background } = await page.evaluate((text) => {
        const parsed = new DOMParser().parseFromString(text, 'image/svg+xml');
        const rects = [...parsed.querySelectorAll('rect')];
        return {
          root: parsed.documentElement.localName,
          bars: rects.length - 1,
          problems: parsed.querySelectorAll('parsererror, script').length,
          background: rects[0]?.getAttribute('fill'),
        };
      }, svg);
      assert.deepEqual({ root, problems }, { root: 'svg', problems: 0 });
      assert.equal(bars, await page.locator('.chart .bar').count());
      // What is transparent would be unreadable elsewhere when the theme is dark.
      assert.doesNotMatch(background ?? 'none', /none|transparent|, 0\)/);
    });

    it('count every press of a key, however quick', async () => {
      const frame = (await inspector.frame()).locator('.heat-frame');
      await frame.focus();
      await workbench().press('+', '+', '+', '+');
      await workbench().until('2,048 rows and 16 columns', async () => {
        const text = (await frame.getAttribute('aria-label')) ?? '';
        const numbers = (text.match(/[\d,]+/g) ?? []).map((number) => Number(number.replaceAll(',', '')));
        const [first = 0, last = 0, left = 0, right = 0] = numbers;
        return last - first === 2047 && right - left === 15;
      });
    });

    it('are no longer looked at when one has seen enough', async () => {
      await workbench().openFile('sparse.psnt');
      const values = await inspector.show('Values');
      await workbench().until('a sample', async () => (await figures()).includes('262,144 values'));
      await (await exact()).click();
      const status = values.locator('.pane-bar [role=status]');
      await workbench().until('progress', async () =>
        /^[1-9][\d.]* % of 32,768 rows$/.test(await status.innerText()),
      );
      await values.getByRole('button', { name: 'Cancel' }).click();
      await workbench().until('the end', async () => (await status.innerText()) === 'Cancelled');
      assert.match(await figures(), /262,144 values/);
      assert.equal(await (await exact()).isEnabled(), true);
    });
  });

  describe('of any name', () => {
    const openWith = async (name: string, editor: string): Promise<void> => {
      await workbench().explorerMenu(name, 'Open With...');
      await workbench().choose('Configure default editor', editor);
    };

    it('are opened by "Open With", and stay in that editor', async () => {
      await closeAll();
      await openWith('model.dat', 'PS2 ML Inspector');
      await inspector.titled('model.dat');
      await inspector.titled('fits');
      await workbench().openLink(`vscode://ps2ml.ps2-ml/open?file=${file('model.dat')}&matrix=norm`);
      await inspector.selected('norm');
      assert.equal(await workbench().tab('model').count(), 1);
      await openWith('vocabulary.bin', 'PS2 ML Tokenizer');
      const page = await workbench().webview('tokenizer');
      await workbench().until('the vocabulary', async () =>
        (await page.innerText('body')).includes('357 tokens'),
      );
    });

    it('without a hex editor, are told how to get one', async () => {
      await workbench().openFile('tiny.psnt');
      await inspector.frame();
      await workbench().editorMenu('Reopen in Hex Editor');
      await workbench().until('the advice', async () =>
        (await workbench().messages()).some((text) =>
          /Hex Editor extension by Microsoft is not installed/.test(text),
        ),
      );
      await workbench().page.getByRole('button', { name: 'Show Extension' }).click();
      await workbench().see(
        'the search for it',
        workbench().page.locator('.extensions-viewlet .view-line', { hasText: '@id:ms-vscode.hexeditor' }),
      );
      await workbench().press('Control+Shift+E');
    });
  });

  describe('in links', () => {
    const open = (query: string): Promise<void> =>
      workbench().openLink(`vscode://ps2ml.ps2-ml/open?${query}`);

    it('show a matrix or bytes, and say what is not there', async () => {
      const tiny = file('tiny.psnt');
      await open(`file=${tiny}&matrix=layers.01.attn.wk`);
      await inspector.selected('layers.01.attn.wk');
      await open(`file=${tiny}&offset=0x14&length=4`);
      await inspector.explains('header field dim');
      assert.equal(await (await inspector.frame()).locator('.byte.picked').count(), 4);
      await open(`file=${tiny}&offset=170456`);
      const problem = (await inspector.frame()).locator('.remark.error:visible');
      await workbench().until('where the file ends', async () =>
        (await problem.allInnerTexts()).includes(
          'The file ends before byte 0x000299D8: it has 170,456 bytes.',
        ),
      );
      await open(`file=${tiny}&matrix=layers.77.attn.wk`);
      await workbench().until('what there is not', async () =>
        (await problem.allInnerTexts()).includes('tiny.psnt has no matrix layers.77.attn.wk.'),
      );
    });

    it('are refused in one sentence when they are wrong', async () => {
      await open('file=tiny.psnt&offset=-5');
      await inspector.isTold(/"offset" in the link is "-5", expected a number such as 4096 or 0x1000\./);
    });

    it('are asked about when they lead out of the workspace, whatever way', async () => {
      await closeAll();
      await open(`file=${workbench().folder}/../../etc/hostname`);
      await workbench().answerDialog('A link wants to open /etc/hostname', 'Cancel');
      assert.equal(await workbench().tab('hostname').count(), 0);
      await open(`file=${workbench().folder}/../../etc/hostname`);
      await workbench().answerDialog('A link wants to open /etc/hostname', 'Open');
      await inspector.titled('hostname');
    });

    it('that were copied lead back to where they were copied', async () => {
      const { page } = workbench();
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      const copied = async (): Promise<string> =>
        workbench().until('a copied link', async () => {
          const text = await page.evaluate(() => navigator.clipboard.readText());
          return text.includes('ps2ml.ps2-ml/open') && text;
        });
      await workbench().openFile(odd);
      const matrices = await inspector.show('Matrices');
      await matrices.locator('.table-row', { hasText: 'layers.00.ffn.w2' }).click();
      await matrices.getByRole('button', { name: 'Copy Link' }).click();
      const toMatrix = await copied();
      const bytes = await inspector.show('Bytes');
      await bytes.getByPlaceholder('Offset, field or matrix').fill('layers.01.ffn.w1[3,5]');
      await workbench().press('Enter');
      await inspector.explains('row 3, column 5');
      await page.evaluate(() => navigator.clipboard.writeText(''));
      await bytes.getByRole('button', { name: 'Copy Link' }).click();
      const toBytes = await copied();
      await closeAll();
      await workbench().openLink(toMatrix);
      await inspector.titled(odd);
      await inspector.selected('layers.00.ffn.w2');
      await workbench().openLink(toBytes);
      await inspector.explains('layers.01.ffn.w1, row 3, column 5');
    });
  });

  describe('that change on disk', () => {
    it('are missed in words while they are away, and shown at the same place when they are back', async () => {
      await workbench().openFile('large.psnt');
      const bytes = await inspector.show('Bytes');
      await bytes.getByPlaceholder('Offset, field or matrix').fill('layers.01.ffn.w1[3,5]');
      await workbench().press('Enter');
      await inspector.explains('layers.01.ffn.w1, row 3, column 5');
      await rename(file('large.psnt'), file('away'));
      await inspector.titled(`Cannot open ${file('large.psnt')}: file not found.`);
      const whole = await readFile(file('away'));
      await writeFile(file('large.psnt'), whole.subarray(0, 5000));
      await inspector.titled('large.psnt: the file size is 5000 bytes, expected');
      await inspector.explains('byte 4,999 of the file');
      await rename(file('away'), file('large.psnt'));
      await inspector.explains('layers.01.ffn.w1, row 3, column 5');
      // Rows of the Explorer that still move would take the next click away from its file.
      const away = workbench().page.locator('.explorer-folders-view .monaco-list-row[aria-label^="away"]');
      await workbench().until('the Explorer without it', async () => (await away.count()) === 0);
    });

    it('are so as tokenizers too', async () => {
      await workbench().openFile('tiny.tokenizer.bin');
      const says = (words: string): Promise<boolean> =>
        workbench().until(`"${words}"`, async () =>
          (await (await workbench().webview('tokenizer')).innerText('body')).includes(words),
        );
      await says('357 tokens');
      await (await workbench().webview('tokenizer')).locator('textarea').fill('Once upon a time');
      await says('16 tokens');
      await rename(file('tiny.tokenizer.bin'), file('away'));
      await says(`Cannot open ${file('tiny.tokenizer.bin')}: file not found.`);
      await copyFile(file('tiny.psnt'), file('tiny.tokenizer.bin'));
      await says('it is a model; open it in the inspector');
      await rename(file('away'), file('tiny.tokenizer.bin'));
      await says('16 tokens');
    });
  });
});
