import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Frame, Locator } from 'playwright-core';
import { MemorySource } from '../../disc/byteSource';
import type { ImageFile } from '../../disc/imageBytes';
import { writeImage } from '../../disc/node/imageWriter';
import { convertFile } from '../../model/convert/node/convertFile';
import { crc32 } from '../../model/plan/crc32';
import { encodeTokens } from '../../model/plan/tokensFile';
import { openTokenizer } from '../../model/tokenizer/openTokenizer';
import { InspectorPage } from './inspectorPage';
import { journey } from './journey';
import { numberIn, readTable, type PageTable } from './pageTable';

/** TOKENS.BIN of which the last token prints something else. */
function withOtherLast(bytes: Uint8Array): Uint8Array {
  const other = bytes.slice();
  other[other.length - 1] = 0x21;
  other.fill(0, 16, 20);
  new DataView(other.buffer).setUint32(16, crc32(other), true);
  return other;
}

// What a person does with models on disc images, and with two of them.
journey('models on disc images and side by side', {}, (workbench) => {
  const file = (name: string): string => path.join(workbench().folder, name);
  const inspector = new InspectorPage(workbench);
  const closeAll = (): Promise<void> => workbench().press('Control+k', 'Control+w');

  before(async () => {
    await convertFile(file('tiny.psnt'), file('tiny-q4.psnt'), { quantization: 'q4' });
    const bytesOf = async (name: string): Promise<MemorySource> =>
      new MemorySource(new Uint8Array(await readFile(file(name))));
    const model = { name: 'MODEL.PSN', source: await bytesOf('tiny.psnt') };
    const tokenizer = await bytesOf('tiny.tokenizer.bin');
    const printed = encodeTokens(await openTokenizer(tokenizer, 'tiny.tokenizer.bin'));
    const others: Readonly<Record<string, readonly ImageFile[]>> = {
      disc: [{ name: 'README.TXT', source: new MemorySource(new Uint8Array(5000)) }],
      // Nothing in the name says what it is.
      whole: [{ name: 'WORDS.DAT', source: tokenizer }],
      own: [{ name: 'TOKENS.BIN', source: new MemorySource(printed) }],
      other: [{ name: 'TOKENS.BIN', source: new MemorySource(withOtherLast(printed)) }],
    };
    for (const [name, files] of Object.entries(others))
      await writeImage(file(`${name}.iso`), [...files, model], { discType: 'cd', volume: 'DISC' });
    // A tokenizer that is named after another model would not be taken.
    for (const name of ['disc', 'own', 'other'])
      await copyFile(file('tiny.tokenizer.bin'), file(`${name}.tokenizer.bin`));
    await writeFile(file('no.iso'), 'This is no image.');
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
      await inspector.titled(`MODEL.PSN of disc.iso, sector ${lba.toLocaleString('en')}`);
      await inspector.show('Matrices');
      const { headers, rows } = await readTable(await inspector.frame());
      const at = (name: string): number => headers.indexOf(name);
      assert.ok(rows.length > 10 && at('LBA') > 0, headers.join());
      for (const row of rows) {
        const offset = numberIn(row[at('Offset')]);
        assert.equal(numberIn(row[at('LBA')]), lba + Math.floor(offset / 2048), row[0]);
      }
    }

    /** Waits until the Tokenizer pane says something. */
    async function hasTokenizer(words: string): Promise<Locator> {
      const pane = await inspector.show('Tokenizer');
      await workbench().until(`"${words}"`, async () => (await pane.innerText()).includes(words));
      return pane;
    }

    it('names the sectors of a model that lies on one', async () => {
      await workbench().explorerMenu('disc.iso', 'Inspect Model on Disc Image');
      await hasSectors();
      // The folder of the image stands for that of the model.
      await hasTokenizer('disc.tokenizer.bin · next to disc.iso');
    });

    it('take the tokenizer on it first, and say where it came from', async () => {
      await workbench().explorerMenu('whole.iso', 'Inspect Model on Disc Image');
      await inspector.titled('MODEL.PSN of whole.iso');
      const tokenizer = await hasTokenizer('WORDS.DAT · on whole.iso');
      await tokenizer.locator('textarea').fill('Once upon a time');
      await workbench().until('the tokens', async () => (await tokenizer.innerText()).includes('16 tokens'));
    });

    it('hold a tokenizer beside one to what the console prints', async () => {
      await workbench().explorerMenu('own.iso', 'Inspect Model on Disc Image');
      await inspector.titled('MODEL.PSN of own.iso');
      await hasTokenizer('TOKENS.BIN on own.iso has the same text for every token.');
      await workbench().explorerMenu('other.iso', 'Inspect Model on Disc Image');
      await inspector.titled('MODEL.PSN of other.iso');
      const tokenizer = await hasTokenizer('TOKENS.BIN · on other.iso');
      assert.match(
        await tokenizer.innerText(),
        /other\.tokenizer\.bin next to the image has a different text for token 356/,
      );
      assert.equal(await tokenizer.locator('textarea').isVisible(), false);
      await tokenizer.locator('.look-up input').fill('356');
      await workbench().until('the last token', async () =>
        (await tokenizer.locator('.vocabulary .table-row').first().innerText()).startsWith('356\n'),
      );
    });

    it('names the sectors of a file of which one is told where it lies', async () => {
      await workbench().openFile('tiny.psnt');
      await inspector.titled('tiny.psnt');
      await workbench().command('PS2 ML: Show Sectors on Disc Image…');
      await workbench().answerFileDialog('Disc image with tiny.psnt', file('disc.iso'));
      await hasSectors();
    });

    it('says which file is no image', async () => {
      await workbench().explorerMenu('no.iso', 'Inspect Model on Disc Image');
      await inspector.isTold(/no\.iso: The image has only 0 sectors/);
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
      const matrices = await inspector.show('Matrices');
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
      const viewport = (await inspector.frame()).locator('#panel-matrices .table-viewport');
      await workbench().until('the same place', async () => (await viewport.evaluate(place)) === 110);
      await inspector.selected('layers.01.attn.wq');
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

    it('and commands of others show a matrix and bytes', async () => {
      await workbench().press('F8');
      await inspector.titled('tiny.psnt');
      await inspector.selected('layers.02.attn.wo');
      await workbench().press('F9');
      await inspector.explains('header field seq_len');
    });
  });
});
