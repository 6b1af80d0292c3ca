import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Frame, Locator } from 'playwright-core';
import { MemorySource } from '../../disc/byteSource';
import { writeImage } from '../../disc/node/imageWriter';
import { convertFile } from '../../model/convert/node/convertFile';
import { largeModelBytes } from '../support/largeModel';
import { writeSparseModel } from '../support/sparseModel';
import { journey } from './journey';
import { numberIn, readTable, type PageTable } from './pageTable';

// VS Code asks once for each extension whether links may reach it; what the extension asks itself is tested here.
const settings = { 'extensions.confirmedUriHandlerExtensionIds': ['ps2ml.ps2-ml'] };

// What a person does with model files around the inspector: disc images, comparing, saving, links, other names.
journey('model files around the inspector', settings, (workbench) => {
  const file = (name: string): string => path.join(workbench().folder, name);
  const inspector = (): Promise<Frame> => workbench().webview('inspector');
  const odd = 'a+b & c%20=#é.psnt';
  const closeAll = (): Promise<void> => workbench().press('Control+k', 'Control+w');

  async function show(pane: string): Promise<Locator> {
    const page = await inspector();
    await page.getByRole('tab', { name: pane }).click();
    const panel = page.getByRole('tabpanel', { name: pane });
    await workbench().until(`the pane ${pane}`, () => panel.isVisible());
    return panel;
  }

  /** Waits until the head of the inspector says something. */
  const titled = (words: string): Promise<boolean> =>
    workbench().until(`"${words}" in the title`, async () =>
      (await (await inspector()).locator('.title').innerText()).includes(words),
    );

  /** Waits until a matrix is selected in the pane in front. */
  const selected = (matrix: string): Promise<boolean> =>
    workbench().until(`${matrix} selected`, async () => {
      const rows = (await inspector()).locator('#panel-matrices .table-row[aria-selected=true]:visible');
      return (await rows.count()) === 1 && (await rows.innerText()).startsWith(`${matrix}\n`);
    });

  /** Waits until the Bytes pane is in front and explains something. */
  const explains = (words: string): Promise<boolean> =>
    workbench().until(`an explanation of ${words}`, async () => {
      const explanation = (await inspector()).locator('.explanation:visible');
      return (await explanation.count()) === 1 && (await explanation.innerText()).includes(words);
    });

  /** Waits for a file that is written somewhere else. */
  const written = (name: string): Promise<Buffer> =>
    workbench().until(`the file ${name}`, async () => {
      const bytes = await readFile(file(name));
      return bytes.length > 0 && bytes;
    });

  /** Waits for a notification or dialog, and clears it away. */
  async function isTold(words: RegExp): Promise<void> {
    await workbench().until(`the message ${String(words)}`, async () =>
      (await workbench().messages()).some((text) => words.test(text)),
    );
    const item = workbench().page.locator('.notification-list-item', { hasText: words });
    await item.hover();
    await item.locator('.action-label[aria-label^="Clear Notification"]').click();
  }

  before(async () => {
    await convertFile(file('tiny.psnt'), file('tiny-q4.psnt'), { quantization: 'q4' });
    const model = new MemorySource(new Uint8Array(await readFile(file('tiny.psnt'))));
    const files = [
      { name: 'README.TXT', source: new MemorySource(new Uint8Array(5000)) },
      { name: 'MODEL.PSN', source: model },
    ];
    await writeImage(file('disc.iso'), files, { discType: 'cd', volume: 'DISC' });
    await writeFile(file('no.iso'), 'This is no image.');
    await writeFile(file('large.psnt'), await largeModelBytes());
    await writeSparseModel(file('sparse.psnt'));
    for (const name of ['model.dat', odd]) await copyFile(file('tiny.psnt'), file(name));
    await copyFile(file('tiny.tokenizer.bin'), file('vocabulary.bin'));
    await mkdir(file('saved'));
  });

  describe('on disc images', () => {
    /** First sector of the model, as isoinfo finds it. */
    function sectorOnDisc(): number {
      const listing = execFileSync('isoinfo', ['-l', '-i', file('disc.iso')], { encoding: 'utf8' });
      const line = listing.split('\n').find((text) => text.includes('MODEL.PSN')) ?? '';
      return Number(/\[\s*(\d+) /.exec(line)?.[1]);
    }

    /** Holds the column LBA to what isoinfo says. */
    async function hasSectors(): Promise<void> {
      const lba = sectorOnDisc();
      await titled(`MODEL.PSN of disc.iso, sector ${lba}`);
      await show('Matrices');
      const { headers, rows } = await readTable(await inspector());
      const at = (name: string): number => headers.indexOf(name);
      assert.ok(rows.length > 10 && at('LBA') > 0, headers.join());
      for (const row of rows) {
        const offset = numberIn(row[at('Offset')]);
        assert.equal(numberIn(row[at('LBA')]), lba + Math.floor(offset / 2048), row[0]);
      }
    }

    it('names the sectors of a model that lies on one', async () => {
      await workbench().explorerMenu('disc.iso', 'Inspect Model on Disc Image');
      await hasSectors();
      // The folder of the image stands for that of the model.
      const tokenizer = await show('Tokenizer');
      await workbench().until('the tokenizer', async () =>
        (await tokenizer.innerText()).includes('tiny.tokenizer.bin'),
      );
    });

    it('names the sectors of a file of which one is told where it lies', async () => {
      await workbench().openFile('tiny.psnt');
      await titled('tiny.psnt');
      await workbench().command('PS2 ML: Show Sectors on Disc Image…');
      await workbench().answerFileDialog('Disc image that holds tiny.psnt', file('disc.iso'));
      await hasSectors();
    });

    it('says which file is no image', async () => {
      await workbench().explorerMenu('no.iso', 'Inspect Model on Disc Image');
      await isTold(/no\.iso: The image has only 0 sectors/);
    });
  });

  describe('side by side', () => {
    let before: PageTable | undefined;
    const compared = async (): Promise<Frame> => {
      const page = await workbench().webview('compare');
      await workbench().until('all errors', async () =>
        (await page.innerText('main')).includes('31 matrices compared, '),
      );
      return page;
    };

    it('are compared from the menu of the Explorer', async () => {
      await workbench().explorerMenu('tiny.psnt', 'Select Model for Compare');
      await workbench().explorerMenu('tiny-q4.psnt', 'Compare with Selected Model');
      before = await readTable(await compared());
      assert.equal(before.rows[0]?.[0], 'embedding');
    });

    it('come back after a reload of the window, and an inspector where it was', async () => {
      await workbench().openFile('tiny.psnt');
      const matrices = await show('Matrices');
      const place = (element: Element): number => element.scrollTop;
      await matrices.locator('.table-viewport').evaluate((element) => (element.scrollTop = 110));
      await matrices.locator('.table-row', { hasText: 'layers.01.attn.wq' }).click();
      // Keys are the way by which a person can give commands arguments; they are read at the start.
      const uri = pathToFileURL(file('tiny.psnt')).href;
      const keys = [
        { key: 'f8', command: 'ps2ml.revealMatrix', args: { uri, matrix: 'layers.02.attn.wo' } },
        { key: 'f9', command: 'ps2ml.revealBytes', args: { uri, offset: 44, length: 4 } },
      ];
      await writeFile(path.join(workbench().home, 'data/User/keybindings.json'), JSON.stringify(keys));
      await workbench().reload();
      const viewport = (await inspector()).locator('#panel-matrices .table-viewport');
      await workbench().until('the same place', async () => (await viewport.evaluate(place)) === 110);
      await selected('layers.01.attn.wq');
      await workbench().tab('↔').click();
      assert.deepEqual(await readTable(await compared()), before);
    });

    it('are compared when two are selected', async () => {
      await closeAll();
      await (await workbench().explorerRow('tiny-q4.psnt')).click();
      await workbench().webview('inspector');
      await (await workbench().explorerRow('tiny.psnt')).click({ modifiers: ['Shift'] });
      const chosen = workbench().page.locator('.explorer-folders-view .monaco-list-row.selected');
      await workbench().until('two selected', async () => (await chosen.count()) === 2);
      await workbench().explorerMenu('tiny.psnt', 'Compare Models…');
      const page = await compared();
      assert.deepEqual(
        await page
          .locator('h1, h2')
          .allInnerTexts()
          .then((all) => all.slice(0, 2)),
        ['tiny-q4.psnt', 'tiny.psnt'],
      );
    });
  });

  describe('saved', () => {
    async function save(format: string, name: string): Promise<string> {
      await workbench().editorMenu('Export What Is Known of the Model…');
      await workbench().choose('Export what is known of large.psnt', format);
      await workbench().answerFileDialog('Save large.psnt', file(`saved/${name}`));
      return (await written(`saved/${name}`)).toString();
    }
    let matrices: readonly { name: string; rows: number; cols: number; offset: number; bytes: number }[] = [];

    it('as JSON, hold what stands in the file', async () => {
      await closeAll();
      await workbench().openFile('large.psnt');
      await inspector();
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
    const figures = async (): Promise<string> => (await inspector()).locator('.figures').innerText();
    const exact = async (): Promise<Locator> =>
      (await inspector()).getByRole('button', { name: 'Exact', exact: true });

    it('are looked at one and all on request, and the figures are right', async () => {
      const values = await show('Values');
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
        ['least', found.least],
        ['largest', found.largest],
        ['mean', found.sum / (rows * cols)],
      ] as const)
        assert.equal(figure(name), Number(value.toPrecision(5)), name);
    });

    it('are saved as pictures', async () => {
      const page = await inspector();
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
      const frame = (await inspector()).locator('.heat-frame');
      await frame.focus();
      await workbench().press('+', '+', '+', '+');
      await workbench().until('2,048 rows and 16 columns', async () => {
        const text = (await frame.getAttribute('aria-label')) ?? '';
        const [first = 0, last = 0, left = 0, right = 0] = (text.match(/\d+/g) ?? []).map(Number);
        return last - first === 2047 && right - left === 15;
      });
    });

    it('are no longer looked at when one has seen enough', async () => {
      await workbench().openFile('sparse.psnt');
      const values = await show('Values');
      await workbench().until('a sample', async () => (await figures()).includes('262,144 values'));
      await (await exact()).click();
      const status = values.locator('.pane-bar [role=status]');
      await workbench().until('progress', async () =>
        /^[1-9][\d.]* % of 32,768 rows$/.test(await status.innerText()),
      );
      await values.getByRole('button', { name: 'Cancel' }).click();
      await workbench().until('the end', async () => (await status.innerText()) === 'cancelled');
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
      await titled('model.dat');
      await titled('fits');
      await workbench().openLink(`vscode://ps2ml.ps2-ml/open?file=${file('model.dat')}&matrix=norm`);
      await selected('norm');
      assert.equal(await workbench().tab('model').count(), 1);
      await openWith('vocabulary.bin', 'PS2 ML Tokenizer');
      const page = await workbench().webview('tokenizer');
      await workbench().until('the vocabulary', async () =>
        (await page.innerText('body')).includes('357 tokens'),
      );
    });

    it('without a hex editor, are told how to get one', async () => {
      await workbench().openFile('tiny.psnt');
      await inspector();
      await workbench().editorMenu('Reopen in Hex Editor');
      await workbench().until('the advice', async () =>
        (await workbench().messages()).some((text) => /Hex Editor by Microsoft is not installed/.test(text)),
      );
      await workbench().page.locator('.notification-list-item .monaco-button').click();
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
      await selected('layers.01.attn.wk');
      await open(`file=${tiny}&offset=0x14&length=4`);
      await explains('header field dim');
      assert.equal(await (await inspector()).locator('.byte.picked').count(), 4);
      await open(`file=${tiny}&offset=170456`);
      const problem = (await inspector()).locator('.remark.error:visible');
      await workbench().until('where the file ends', async () =>
        (await problem.allInnerTexts()).includes(
          'The file ends before byte 0x000299D8: it has 170456 bytes.',
        ),
      );
      await open(`file=${tiny}&matrix=layers.77.attn.wk`);
      await workbench().until('what there is not', async () =>
        (await problem.allInnerTexts()).includes('tiny.psnt has no matrix layers.77.attn.wk.'),
      );
    });

    it('are refused in one sentence when they are wrong', async () => {
      await open('file=tiny.psnt&offset=-5');
      await isTold(/The link's offset is "-5", expected a number such as 4096 or 0x1000\./);
    });

    it('are asked about when they lead out of the workspace, whatever way', async () => {
      await closeAll();
      await open(`file=${workbench().folder}/../../etc/hostname`);
      await workbench().answerDialog('A link asks to open /etc/hostname', 'Cancel');
      assert.equal(await workbench().tab('hostname').count(), 0);
      await open(`file=${workbench().folder}/../../etc/hostname`);
      await workbench().answerDialog('A link asks to open /etc/hostname', 'Open');
      await titled('hostname');
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
      const matrices = await show('Matrices');
      await matrices.locator('.table-row', { hasText: 'layers.00.ffn.w2' }).click();
      await matrices.getByRole('button', { name: 'Copy Link' }).click();
      const toMatrix = await copied();
      const bytes = await show('Bytes');
      await bytes.getByPlaceholder('Offset, field or matrix').fill('layers.01.ffn.w1[3,5]');
      await workbench().press('Enter');
      await explains('row 3, column 5');
      await page.evaluate(() => navigator.clipboard.writeText(''));
      await bytes.getByRole('button', { name: 'Copy Link' }).click();
      const toBytes = await copied();
      await closeAll();
      await workbench().openLink(toMatrix);
      await titled(odd);
      await selected('layers.00.ffn.w2');
      await workbench().openLink(toBytes);
      await explains('layers.01.ffn.w1, row 3, column 5');
    });

    it('and commands of others show a matrix and bytes', async () => {
      await workbench().press('F8');
      await titled('tiny.psnt');
      await selected('layers.02.attn.wo');
      await workbench().press('F9');
      await explains('header field seq_len');
    });
  });

  describe('that change on disk', () => {
    it('are missed in words while they are away, and shown at the same place when they are back', async () => {
      await workbench().openFile('large.psnt');
      const bytes = await show('Bytes');
      await bytes.getByPlaceholder('Offset, field or matrix').fill('layers.01.ffn.w1[3,5]');
      await workbench().press('Enter');
      await explains('layers.01.ffn.w1, row 3, column 5');
      await rename(file('large.psnt'), file('away'));
      await titled(`Cannot open ${file('large.psnt')}: there is no such file.`);
      const whole = await readFile(file('away'));
      await writeFile(file('large.psnt'), whole.subarray(0, 5000));
      await titled('large.psnt: the file size is 5000 bytes, expected');
      await explains('byte 4,999 of the file');
      await rename(file('away'), file('large.psnt'));
      await explains('layers.01.ffn.w1, row 3, column 5');
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
      await says(`Cannot open ${file('tiny.tokenizer.bin')}: there is no such file.`);
      await copyFile(file('tiny.psnt'), file('tiny.tokenizer.bin'));
      await says('it is a model; open it in the inspector');
      await rename(file('away'), file('tiny.tokenizer.bin'));
      await says('16 tokens');
    });
  });
});
