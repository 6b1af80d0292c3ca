import assert from 'node:assert/strict';
import { forecastDisc } from '../../model/plan/forecast';
import type { Plan } from '../../model/plan/plan';
import { samplePlan } from '../support/sample';
import { journey } from './journey';
import { numberIn, readTable } from './pageTable';

// What a person does first: open a model, press F5, step, look at the views, let it run.
journey('a first session with the mouse', {}, (workbench) => {
  let plan: Plan;

  before(async () => {
    plan = await samplePlan();
  });

  it('opens a .psnt file in the inspector', async () => {
    await workbench().openFile('tiny.psnt');
    const page = await workbench().webview('inspector');
    const value = (name: string): Promise<string> =>
      page.locator('.fields tr', { hasText: name }).first().innerText();
    assert.match(await value('n_layers'), new RegExp(`\\b${plan.config.layers}\\b`));
    assert.match(await value('rope_theta'), new RegExp(`\\b${plan.config.ropeTheta}\\b`));
    await page.getByRole('tab', { name: 'Matrices' }).click();
    const { rows } = await readTable(page);
    assert.ok(
      rows.some(([name]) => name === 'layers.00.attn.wq'),
      'the table has no row layers.00.attn.wq',
    );
    await workbench().screenshot('inspector');
  });

  it('starts a session at F5, without launch.json, and stops before the first operation', async () => {
    await workbench().press('F5');
    await workbench().stoppedBefore('embed');
    await workbench().see('the listing', workbench().tab('tiny.ps2ml'));
  });

  it('opens Run and Debug at the first stop, and leaves what is open in its place at later ones', async () => {
    const variables = workbench().page.locator('.debug-variables');
    await workbench().see('the variables, without a key', variables);
    await workbench().explorerRow('tiny.psnt');
    await workbench().debugButton('Step Over');
    await workbench().until(
      'the next stop',
      async () => !(await workbench().stoppedLine())?.startsWith('embed'),
    );
    assert.equal(await variables.isVisible(), false);
  });

  it('colours the listing', async () => {
    // Token colours come late.
    await workbench().until('colours in the listing', async () => {
      const classes = await workbench()
        .listingLine('L00.attn.q')
        .locator('span span')
        .evaluateAll((spans) => spans.map((span) => span.getAttribute('class')));
      return new Set(classes).size > 2;
    });
  });

  it('stops at a breakpoint in layer 0', async () => {
    await workbench().clickBreakpoint('L00.attn.q');
    await workbench().debugButton('Continue');
    await workbench().stoppedBefore('L00.attn.q');
  });

  it('shows frames from the operation to the pass', async () => {
    await workbench().press('Control+Shift+D');
    const frames = await workbench().until('three frames', async () => {
      const names = await workbench().callStack();
      return names.length === 3 && names;
    });
    assert.equal(frames[0], 'L00.attn.q');
    assert.equal(frames[1], 'L00');
    assert.match(frames[2] ?? '', /^pass 0, positions? 0/);
  });

  it('steps over an operation and shows what it has done', async () => {
    await workbench().debugButton('Step Over');
    await workbench().stoppedBefore('L00.attn.k');
    const row = await workbench().until('the last result', async () =>
      (await workbench().variables()).find((text) => text.startsWith('L00.attn.q')),
    );
    assert.match(row, new RegExp(`f32\\[\\d+×${plan.config.dim}\\]`));
    await workbench().showPanel('PS2 ML');
    await workbench().figures('disc');
    await workbench().screenshot('session');
  });

  it('shows what a matrix holds to who points at any part of its name', async () => {
    const line = workbench().listingLine('L00.attn.k').first();
    await line
      .locator('span', { hasText: 'layers.00.attn.wk' })
      .last()
      .hover({ position: { x: 6, y: 8 } });
    const value = workbench().page.locator('.debug-hover-widget', {
      hasText: `q8[${plan.config.kvHeads * plan.config.headDim}`,
    });
    await workbench().see('the matrix and its values', value);
  });

  it('steps a layer with the button of its own', async () => {
    await workbench().debugButton('Step Layer');
    await workbench().stoppedBefore('L01');
  });

  it('shows in the tab Disc what the plan reads, and what has been read', async () => {
    await workbench().showPanel('PS2 ML');
    const page = await workbench().figures('disc');
    await page.locator('.filter-bar:visible vscode-text-field').click();
    await workbench().page.keyboard.type('layers.00.');
    const table = await workbench().until('the reads of layer 0', async () => {
      const seen = await readTable(page);
      return seen.rows.every(([name]) => name?.startsWith('layers.00.')) && seen.rows.length === 7 && seen;
    });
    const column = (label: RegExp): number => {
      const index = table.headers.findIndex((header) => label.test(header));
      assert.ok(index >= 0, `no column ${label.source} in ${table.headers.join(', ')}`);
      return index;
    };
    for (const row of forecastDisc(plan).rows.filter(({ layer }) => layer === 0)) {
      const shown = table.rows.find(([name]) => name === row.name);
      assert.ok(shown, `no row ${row.name}`);
      assert.equal(numberIn(shown[column(/^Sectors$/)]), row.sectors, `sectors of ${row.name}`);
      assert.equal(numberIn(shown[column(/^Bytes$/)]), row.bytes, `bytes of ${row.name}`);
      assert.equal(
        numberIn(shown[column(/^Reads( so far)?$/)]),
        1,
        `reads of ${row.name}, once in one layer`,
      );
    }
  });

  it('adds Disc up to the file of weights', async () => {
    const page = await workbench().figures('disc');
    await page.locator('.filter-bar:visible vscode-text-field').click();
    await workbench().press('Control+A', 'Backspace');
    const footer = await workbench().until('the sum of all rows', async () => {
      const seen = await readTable(page);
      return seen.footer[0] === 'WEIGHTS.BIN' && seen.footer;
    });
    const { headers } = await readTable(page);
    const cell = (label: string): number => numberIn(footer[headers.indexOf(label)]);
    assert.equal(cell('Sectors'), plan.weightsFile.sectors);
    assert.equal(cell('Bytes'), plan.weightsFile.sectors * 2048);
  });

  it('says whom the figures are about and where they come from', async () => {
    for (const name of ['disc', 'ram'] as const) {
      const subject = (await workbench().figures(name)).locator('.subject:visible');
      assert.match(await subject.innerText(), /tiny\.psnt/);
      assert.match(await subject.innerText(), /forecast|simulated/);
    }
  });

  it('adds RAM up to 32 MB', async () => {
    const { footer } = await readTable(await workbench().figures('ram'));
    assert.match(footer[0] ?? '', /^All RAM/);
    assert.ok(
      footer.some((cell) => numberIn(cell) === 32 * 1024 * 1024),
      footer.join(' | '),
    );
    await workbench().screenshot('RAM of a session');
  });

  it('runs to the end and shows the text', async () => {
    await workbench().showPanel('Debug Console');
    await workbench().command('Remove All Breakpoints');
    await workbench().debugButton('Continue');
    await workbench().until(
      'the end of the session',
      async () => !(await workbench().page.locator('.debug-toolbar').isVisible()),
    );
    // Its rows come one after the other.
    await workbench().until('text in the Debug Console, and the end of it', async () => {
      const [told = '', end] = (await workbench().consoleText()).split('The run has ended');
      return end !== undefined && told.split(/\s+/).length > 20;
    });
    await workbench().screenshot('after the run');
  });

  it('has read the weights once: nothing is read for a token', async () => {
    await workbench().showPanel('PS2 ML');
    const page = await workbench().figures('disc');
    const figures = page.locator('.subject-figures:visible');
    await workbench().until('the cost of a token', async () =>
      (await figures.innerText()).includes(' ms, 0 B read per token'),
    );
    const { headers, rows } = await readTable(page);
    const cells = (label: RegExp): number[] => {
      const index = headers.findIndex((header) => label.test(header));
      return rows.map((row) => numberIn(row[index]));
    };
    assert.ok(
      cells(/^Reads/).every((count) => count <= 1),
      'no matrix was read again',
    );
    assert.ok(await page.getByRole('button', { name: 'Run Streamed' }).isVisible());
    await workbench().screenshot('disc after the run');
  });

  it('shows with one button what streaming would cost, and keeps the layout', async () => {
    const page = await workbench().figures('disc');
    await page.getByRole('button', { name: 'Run Streamed' }).click();
    const figures = page.locator('.subject-figures:visible');
    const note = page.locator('.subject-note:visible');
    await workbench().until(
      'the end of the streamed run',
      async () =>
        /[1-9][\d.]* KiB read per token/.test(await figures.innerText()) &&
        (await note.innerText()).startsWith('ended'),
    );
    const { headers, rows } = await readTable(page);
    const reads = headers.findIndex((header) => /^Reads/.test(header));
    const row = rows.find(([name]) => name === 'layers.00.attn.wq');
    assert.ok(numberIn(row?.[reads]) > 1, `reads of layers.00.attn.wq: ${row?.join(' | ')}`);
    await workbench().screenshot('disc of a streamed run');
  });

  it('has caused no error on the way', async () => {
    assert.deepEqual(workbench().pageErrors, []);
    assert.deepEqual(await workbench().messages(), []);
  });
});
