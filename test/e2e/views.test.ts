import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { tabNames } from '../../extension/views/figuresTabs';
import type { FiguresTab } from '../../webviews/messages/figures';
import { journey } from './journey';
import { rowsInSight, setPanelHeight } from './panelRoom';

const inOneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

// Whatever is selected leads to the same everywhere: matrix, bytes, operation, sectors, RAM, time and line; a moment of
// the run is shown everywhere; and all of it is there again when the window is loaded anew.
journey('the views of a run', { 'ps2ml.tokens': 4, 'ps2ml.layout': 'streamed' }, (workbench) => {
  type PageName = FiguresTab | 'inspector';
  /** A tab of the panel that is already in front, or the inspector. */
  const inFront = async (name: PageName): Promise<Frame | undefined> => {
    if (name === 'inspector') return workbench().webview(name);
    const page = await workbench().webview('figures');
    return (await page.locator(`#panel-view-${name}`).isVisible()) ? page : undefined;
  };
  /** Waits until a link has brought a tab to the front, with the row selected that it leads to. */
  const selected = async (name: PageName, expected: RegExp): Promise<string> => {
    const row = '.table-row[aria-selected="true"]:visible';
    return workbench().until(`${expected.source} selected in ${name}`, async () => {
      const page = await inFront(name);
      if (page === undefined) return false;
      const text = inOneLine(await page.locator(row).first().innerText());
      return expected.test(text) && text;
    });
  };
  const follow = async (name: PageName, way: string): Promise<void> => {
    const page = name === 'inspector' ? await workbench().webview(name) : await workbench().figures(name);
    await page.locator('.link-bar:visible').getByRole('button', { name: way, exact: true }).click();
  };
  const line = async (id: string): Promise<void> => {
    await workbench().until(
      `the cursor on the line ${id}`,
      async () => (await workbench().cursorLine())?.split(' ')[0] === id,
    );
  };
  const note = async (name: FiguresTab, expected: RegExp): Promise<string> =>
    workbench().until(`${expected.source} in ${name}`, async () => {
      const page = await workbench().figures(name);
      const text = inOneLine(await page.locator('.subject:visible').innerText());
      return expected.test(text) && text;
    });
  const clickRow = async (page: Frame, text: string): Promise<void> => {
    // Rows out of sight are not drawn.
    await page.locator('.filter-bar:visible vscode-text-field').first().click();
    await workbench().page.keyboard.type(text);
    await page.locator('.table-row:visible', { hasText: text }).first().click();
    await page.locator('.filter-bar:visible vscode-text-field').first().click();
    await workbench().press('Escape');
  };
  const noSession = async (): Promise<void> => {
    await workbench().until(
      'the end of the session',
      async () => !(await workbench().page.locator('.debug-toolbar').isVisible()),
    );
  };

  it('shows a run', async () => {
    await workbench().openFile('tiny.psnt');
    await workbench().webview('inspector');
    await workbench().press('Control+F5');
    await workbench().showPanel('PS2 ML');
    await note('disc', /simulated \(built-in\) ?ended, \d passes, 4 tokens/);
    await noSession();
  });

  it('shows rows of each table, and the summary whole, in a panel of the height that VS Code gives it', async () => {
    const { page } = workbench();
    /** So many rows of each tab, fewer of a shorter table; and what a token costs is whole. */
    const roomy = async (least: number): Promise<void> => {
      for (const name of tabNames) {
        const frame = await workbench().figures(name);
        const rows = name === 'tokens' ? 4 : least;
        await workbench().until(`${rows} rows of ${name}`, async () => (await rowsInSight(frame)) >= rows);
        const figures = frame.locator('.subject-figures:visible');
        assert.match(await figures.innerText(), /^[\d.,]+ ms, .* read per token · RAM .* of 32\.0 MiB$/);
        assert.ok(
          await figures.evaluate((line) => {
            const { left, right } = line.getBoundingClientRect();
            return left >= 0 && right <= window.innerWidth && line.scrollWidth <= line.clientWidth + 1;
          }),
          `the figures of the summary are whole in ${name}`,
        );
        await workbench().screenshot(`${name} ${page.viewportSize()?.width}`);
      }
    };
    // A third of the window, which is 1,400 × 900.
    assert.equal((await page.locator('.part.panel').boundingBox())?.height, 292);
    await roomy(5);
    await page.setViewportSize({ width: 1100, height: 700 });
    // As a window of this size has it from the start.
    await setPanelHeight(workbench(), 226);
    await roomy(4);
    await workbench().enlargePanel();
  });

  it('leads from a matrix to its line', async () => {
    const page = await workbench().figures('disc');
    await clickRow(page, 'layers.01.attn.wk');
    await follow('disc', 'Listing');
    await workbench().see('the listing', workbench().tab('tiny.ps2ml'));
    await line('L02.attn.k');
  });

  it('leads from a line to RAM, Time, Disc, inspector and bytes', async () => {
    /** By a command of the line that its first click had led to. */
    const from = async (title: string): Promise<void> => {
      await (await workbench().see('the listing', workbench().tab('tiny.ps2ml'))).click();
      await workbench().press('Control+1');
      await line('L02.attn.k');
      await workbench().command('Show In…');
      await workbench().choose('Show this line in', title);
    };
    await from('RAM');
    await selected('ram', /^stream slot/);
    await from('Time');
    await selected('time', /^L02\.attn\.k /);
    await clickRow(await workbench().figures('disc'), 'layers.00.attn.wo');
    await from('Disc');
    await selected('disc', /^layers\.01\.attn\.wk /);
    await from('Inspector');
    await selected('inspector', /^layers\.01\.attn\.wk /);
    await from('Bytes in the Model File');
    const inspector = await workbench().webview('inspector');
    await workbench().until('the bytes', () =>
      inspector.getByRole('tab', { name: 'Bytes', selected: true }).isVisible(),
    );
    await workbench().screenshot('bytes of a line');
  });

  it('leads from the inspector to its line, Disc, RAM and Time', async () => {
    const page = await workbench().webview('inspector');
    await page.getByRole('tab', { name: 'Matrices' }).click();
    await clickRow(page, 'embedding');
    await workbench().screenshot('inspector with a matrix');
    await page.getByRole('button', { name: 'RAM', exact: true }).click();
    await selected('ram', /^embedding/);
    await page.getByRole('button', { name: 'Disc', exact: true }).click();
    await selected('disc', /^embedding /);
    await page.getByRole('button', { name: 'Time', exact: true }).click();
    await selected('time', /^embed /);
    await page.getByRole('button', { name: 'Operation', exact: true }).click();
    await line('embed');
  });

  it('leads from RAM to Disc and to the bytes', async () => {
    await workbench().figures('ram');
    await selected('ram', /^embedding/);
    await clickRow(await workbench().figures('disc'), 'layers.00.attn.wo');
    await follow('ram', 'Disc');
    await selected('disc', /^embedding /);
    await follow('ram', 'Bytes');
    const inspector = await workbench().webview('inspector');
    await workbench().until('the bytes', () =>
      inspector.getByRole('tab', { name: 'Bytes', selected: true }).isVisible(),
    );
    // And from the byte on, by the matrix that it belongs to.
    await inspector.getByTitle('Show embedding among the matrices').click();
    await selected('inspector', /^embedding /);
    await inspector.getByRole('button', { name: 'Time', exact: true }).click();
    await selected('time', /^embed /);
  });

  it('leads from an operation in Time to its matrix, and from sectors to their line', async () => {
    const time = await workbench().figures('time');
    await clickRow(time, 'L00');
    await time.locator('.table-row[aria-selected="true"]:visible').press('Enter');
    await clickRow(time, 'L00.attn.v');
    await follow('time', 'Disc');
    await selected('disc', /^layers\.00\.attn\.wv /);
    const disc = await workbench().figures('disc');
    await disc.getByRole('tab', { name: 'Reads', exact: true }).click();
    // In the panel there is little room below the picture: with keys.
    await disc.locator('.filter-bar:visible vscode-text-field').first().click();
    await workbench().page.keyboard.type('layers.00.attn.wo');
    await disc.locator('.table-row:visible').first().press('Home');
    await follow('disc', 'Listing');
    await line('L00.attn.o');
    await disc.getByRole('tab', { name: 'Matrices' }).click();
  });

  it('keeps all of it when the window is loaded anew: the run, the selection, the tab', async () => {
    await workbench().figures('ram');
    await selected('ram', /^stream slot/);
    await workbench().reload();
    await selected('ram', /^stream slot/);
    const text = await note('disc', /simulated \(built-in\) ?ended, \d passes, 4 tokens/);
    assert.ok(!text.includes('forecast'), text);
    await selected('disc', /^layers\.00\.attn\.wv /);
    await note('ram', /simulated \(built-in\) ?ended, \d passes, 4 tokens/);
    await workbench().screenshot('views after a reload');
  });

  it('opens a tab as an editor beside the panel, and links lead to it there', async () => {
    await workbench().figures('ram');
    const action = workbench().page.locator('.part.panel .action-label[aria-label*="Open Tab in Editor"]');
    await (await workbench().see('the button of the panel', action)).click();
    await workbench().see('the editor', workbench().tab('RAM'));
    const editor = await workbench().webview('figures', 'ram');
    const disc = await workbench().figures('disc');
    await clickRow(disc, 'embedding');
    await follow('disc', 'RAM');
    await workbench().until('embedding selected in the editor', async () => {
      const text = await editor.locator('.table-row[aria-selected="true"]').first().innerText();
      return text.trim().startsWith('embedding');
    });
    assert.ok(await disc.locator('#panel-view-disc').isVisible(), 'the panel stays as it is');
    await workbench().screenshot('RAM as an editor beside the panel');
    await workbench().tab('RAM').locator('.tab-actions .action-label').click();
    await workbench().until('the editor closed', async () => (await workbench().tab('RAM').count()) === 0);
  });

  it('scrubs: a moment is shown in all views and marked in the listing', async () => {
    const page = await workbench().figures('time');
    const slider = page.getByRole('slider', { name: 'Moment of the run' });
    await slider.focus();
    await page.getByRole('button', { name: 'Pass ▸' }).waitFor();
    await slider.press('Home');
    for (let steps = 0; steps < 3; steps++) await slider.press('ArrowRight');
    for (const name of ['disc', 'ram', 'time'] as const)
      await note(name, /Showing: before L00\.attn\.k of pass 0/);
    /** The line that has words of ours behind it, which are no text of the page. */
    const marked = (): Promise<string | undefined> =>
      workbench().page.evaluate(() => {
        const found = [...document.querySelectorAll('.view-line span')].find((part) =>
          getComputedStyle(part, '::after').content.includes('shown in the views: before'),
        );
        return found?.closest('.view-line')?.textContent.replaceAll('\u00a0', ' ');
      });
    await workbench().until(
      'the mark in the listing',
      async () => (await marked())?.startsWith('L00.attn.k ') === true,
    );
    await workbench().screenshot('scrubbed');
  });

  it('shows the values of that moment on the reference engine, and returns to the live view', async () => {
    const page = await workbench().figures('time');
    await page.getByRole('button', { name: 'Show Values' }).click();
    await workbench().stoppedBefore('L00.attn.k');
    await workbench().press('Control+Shift+D');
    await workbench().expandVariable('Last result');
    const row = await workbench().until('the last result', async () =>
      (await workbench().variables()).find((text) => text.startsWith('L00.attn.q')),
    );
    assert.match(row, /f32\[\d+×\d+\]/);
    assert.match((await workbench().callStack()).at(-1) ?? '', /^pass 0, positions 0/);
    await workbench().screenshot('values of a moment');
    await workbench().debugButton('Stop');
    await noSession();
  });

  it('has caused no error on the way', async () => {
    assert.deepEqual(workbench().pageErrors, []);
    assert.deepEqual(await workbench().messages(), []);
  });
});
