import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { copyOfWorkspace } from '../support/workspaces';
import { journey } from './journey';

// From nothing to a stop in a program of one's own: New Project, F5, a step.
journey(
  'a program of one’s own',
  {},
  (workbench) => {
    const file = (...names: string[]): string => path.join(workbench().folder, ...names);

    it('is offered by New Project, with all that it is compiled from', async () => {
      await workbench().command('PS2 ML: New Project…');
      await workbench().choose('New Project: model', 'A program of your own');
      await workbench().choose('New Project: folder', 'the open folder');
      await workbench().see('the tab of ps2ml.json', workbench().tab('ps2ml.json'));
      const names = (await readdir(workbench().folder)).sort();
      for (const name of [
        'Makefile',
        'main.c',
        'model.c',
        'own.elf',
        'ps2ml.json',
        'runtime',
        'stories.psnt',
      ])
        assert.ok(names.includes(name), names.join(', '));
      const runtime = await readdir(file('runtime'));
      for (const name of ['ps2ml_report.c', 'ps2ml_report.h', 'sdk'])
        assert.ok(runtime.includes(name), runtime.join(', '));
      assert.match(await readFile(file('ps2ml.json'), 'utf8'), /"reads": "psnt"/);
    });

    it('runs at F5 and stops with its operations in the listing', async () => {
      // F5 is for the project once its target is in the status bar.
      await workbench().see('the target', workbench().page.locator('.statusbar-item[id*="ps2ml.target"]'));
      await workbench().page.locator('.monaco-editor .view-lines').first().click();
      await workbench().press('F5');
      const first = await workbench().until('a stop', async () => await workbench().stoppedLine());
      await workbench().see('an operation', workbench().listingLine('L00.attn.norm').first());
      await workbench().debugButton('Step Over');
      await workbench().until('the next stop', async () => {
        const line = await workbench().stoppedLine();
        return line !== undefined && line !== first;
      });
      await workbench().screenshot('program of one’s own');
    });

    it('has caused no error on the way', () => {
      assert.deepEqual(workbench().pageErrors, []);
    });
  },
  () => copyOfWorkspace('empty'),
);
