import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { journey } from './journey';
import { rowsInSight, setPanelHeight } from './panelRoom';

const inOneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

// Whatever is selected leads to the same everywhere: matrix, bytes, operation, sectors, RAM, time and line; a moment of
// the run is shown everywhere; and all of it is there again when the window is loaded anew.
journey('the views of a run', { 'ps2ml.tokens': 4 }, (workbench) => {
  type PageName = 'discReads' | 'ram' | 'timeline' | 'inspector';
  /** Where the selection of a view stands. */
  const selected = async (name: PageName, expected: RegExp): Promise<string> => {
    const row = '.table-row[aria-selected="true"]:visible';
    return workbench().until(`${expected.source} selected in ${name}`, async () => {
      const page = await workbench().webview(name);
      const text = inOneLine(await page.locator(row).first().innerText());
      return expected.test(text) && text;
    });
  };
  const follow = async (name: PageName, way: string): Promise<void> => {
    const page = await workbench().webview(name);
    await page.locator('.link-bar').getByRole('button', { name: way, exact: true }).click();
  };
  const line = async (id: string): Promise<void> => {
    await workbench().until(
      `the cursor on the line ${id}`,
      async () => (await workbench().cursorLine())?.split(' ')[0] === id,
    );
  };
  const note = async (name: PageName, expected: RegExp): Promise<string> =>
    workbench().until(`${expected.source} in ${name}`, async () => {
      const page = await workbench().webview(name);
      const text = inOneLine(await page.locator('.subject').innerText());
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
    await note('discReads', /simulated \(built-in\) ?ended, \d passes, 4 tokens/);
    await noSession();
  });

  it('shows five rows of each table in a panel of the height that VS Code gives it', async () => {
    const { page } = workbench();
    await page.locator('.part.panel .pane-header', { hasText: 'Timeline' }).click();
    const roomy = async (): Promise<void> => {
      for (const name of ['discReads', 'ram', 'timeline'] as const)
        await workbench().until(`five rows of ${name}`, async () => {
          return (await rowsInSight(await workbench().webview(name))) >= 5;
        });
    };
    // A third of the window, which is 1,400 × 900.
    assert.equal((await page.locator('.part.panel').boundingBox())?.height, 292);
    await roomy();
    await workbench().screenshot('views in a panel of default height');
    await page.setViewportSize({ width: 1280, height: 720 });
    // As a window of this size has it from the start.
    await setPanelHeight(workbench(), 232);
    await roomy();
    await workbench().screenshot('views in a low panel of default height');
    for (const name of ['Disc Reads', 'RAM', 'Timeline'])
      await workbench().see(
        `where the figures of ${name} come from`,
        page.locator('.part.panel .pane-header', { hasText: name }).getByText('simulated (built-in) · '),
      );
    await workbench().enlargePanel();
  });

  it('leads from a matrix of Disc Reads to its line', async () => {
    const page = await workbench().webview('discReads');
    await clickRow(page, 'layers.01.attn.wk');
    await follow('discReads', 'Listing');
    await workbench().see('the listing', workbench().tab('tiny.ps2ml'));
    await line('L02.attn.k');
  });

  it('leads from a line to RAM, Timeline, Disc Reads, inspector and bytes', async () => {
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
    await from('Timeline');
    await selected('timeline', /^L02\.attn\.k /);
    await clickRow(await workbench().webview('discReads'), 'layers.00.attn.wo');
    await from('Disc Reads');
    await selected('discReads', /^layers\.01\.attn\.wk /);
    await from('Inspector');
    await selected('inspector', /^layers\.01\.attn\.wk /);
    await from('Bytes in the Model File');
    const inspector = await workbench().webview('inspector');
    await workbench().until('the bytes', () =>
      inspector.getByRole('tab', { name: 'Bytes', selected: true }).isVisible(),
    );
    await workbench().screenshot('bytes of a line');
  });

  it('leads from the inspector to its line, Disc Reads, RAM and Timeline', async () => {
    const page = await workbench().webview('inspector');
    await page.getByRole('tab', { name: 'Matrices' }).click();
    await clickRow(page, 'embedding');
    await workbench().screenshot('inspector with a matrix');
    await page.getByRole('button', { name: 'RAM', exact: true }).click();
    await selected('ram', /^embedding/);
    await page.getByRole('button', { name: 'Disc Reads', exact: true }).click();
    await selected('discReads', /^embedding /);
    await page.getByRole('button', { name: 'Timeline', exact: true }).click();
    await selected('timeline', /^embed /);
    await page.getByRole('button', { name: 'Operation', exact: true }).click();
    await line('embed');
  });

  it('leads from RAM to Disc Reads and to the bytes', async () => {
    await selected('ram', /^embedding/);
    await clickRow(await workbench().webview('discReads'), 'layers.00.attn.wo');
    await follow('ram', 'Disc Reads');
    await selected('discReads', /^embedding /);
    await follow('ram', 'Bytes');
    const inspector = await workbench().webview('inspector');
    await workbench().until('the bytes', () =>
      inspector.getByRole('tab', { name: 'Bytes', selected: true }).isVisible(),
    );
    // And from the byte on, by the matrix that it belongs to.
    await inspector.getByTitle('Show embedding among the matrices').click();
    await selected('inspector', /^embedding /);
    await inspector.getByRole('button', { name: 'Timeline', exact: true }).click();
    await selected('timeline', /^embed /);
  });

  it('leads from an operation of the Timeline to its matrix, and from sectors to their line', async () => {
    const time = await workbench().webview('timeline');
    await clickRow(time, 'L00');
    await time.locator('.table-row[aria-selected="true"]:visible').press('Enter');
    await clickRow(time, 'L00.attn.v');
    await follow('timeline', 'Disc Reads');
    await selected('discReads', /^layers\.00\.attn\.wv /);
    const disc = await workbench().webview('discReads');
    await disc.getByRole('tab', { name: 'Disc', exact: true }).click();
    // In the panel there is little room below the picture: with keys.
    await disc.locator('.filter-bar:visible vscode-text-field').first().click();
    await workbench().page.keyboard.type('layers.00.attn.wo');
    await disc.locator('.table-row:visible').first().press('Home');
    await follow('discReads', 'Listing');
    await line('L00.attn.o');
    await disc.getByRole('tab', { name: 'Matrices' }).click();
  });

  it('keeps all of it when the window is loaded anew: the run, the selection, the tab', async () => {
    await selected('ram', /^stream slot/);
    await workbench().reload();
    const text = await note('discReads', /simulated \(built-in\) ?ended, \d passes, 4 tokens/);
    assert.ok(!text.includes('forecast'), text);
    await selected('discReads', /^layers\.00\.attn\.wv /);
    await note('ram', /simulated \(built-in\) ?ended, \d passes, 4 tokens/);
    await selected('ram', /^stream slot/);
    await workbench().screenshot('views after a reload');
  });

  it('scrubs: a moment is shown in all views and marked in the listing', async () => {
    const page = await workbench().webview('timeline');
    const slider = page.getByRole('slider', { name: 'Moment of the run' });
    await slider.focus();
    await page.getByRole('button', { name: 'Pass ▸' }).waitFor();
    await slider.press('Home');
    for (let steps = 0; steps < 3; steps++) await slider.press('ArrowRight');
    for (const name of ['timeline', 'discReads', 'ram'] as const)
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
    const page = await workbench().webview('timeline');
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
