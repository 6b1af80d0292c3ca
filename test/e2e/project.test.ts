import assert from 'node:assert/strict';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { copyOfWorkspace } from '../support/workspaces';
import { journey } from './journey';

// From nothing to a stop: New Project, F5, a disc of one's own.
journey(
  'a project of one’s own',
  {},
  (workbench) => {
    const file = (...names: string[]): string => path.join(workbench().folder, ...names);

    it('makes a project of the sample in the open folder', async () => {
      await workbench().command('PS2 ML: New Project…');
      await workbench().choose('New Project: model', 'Sample model');
      await workbench().choose('New Project: folder', 'the open folder');
      await workbench().see('the tab of ps2ml.json', workbench().tab('ps2ml.json'));
      const names = (await readdir(workbench().folder)).sort();
      for (const name of ['ps2ml.json', 'stories.psnt', 'stories.tokenizer.bin', '.gitignore'])
        assert.ok(names.includes(name), names.join(', '));
      await workbench().see(
        'the offer to undo',
        workbench().page.locator('.notifications-toasts', { hasText: 'Project created.' }),
      );
    });

    it('names the target in the status bar', async () => {
      const item = workbench().page.locator('.statusbar-item[id*="ps2ml.target"]');
      await workbench().see('the target', item);
      await workbench().until('the target console', async () =>
        (await item.innerText()).includes('built-in console'),
      );
    });

    it('builds the image at F5, launches it, and stops in layer 0', async () => {
      await workbench().page.locator('.monaco-editor .view-lines').first().click();
      await workbench().press('F5');
      await workbench().stoppedBefore('L00');
      assert.ok((await stat(file('build', 'stories.debug.iso'))).size > 500_000);
      await workbench().showPanel('Debug Console');
      const said = await workbench().consoleText();
      assert.match(said, /Built .*build\/stories\.debug\.iso: it did not exist\./);
      await workbench().screenshot('project at F5');
    });

    it('says at the next F5 that nothing is stale', async () => {
      await workbench().debugButton('Stop');
      await workbench().until(
        'the end of the session',
        async () => !(await workbench().page.locator('.debug-toolbar').isVisible()),
      );
      // The listing is in front now: it belongs to the model of the project.
      await workbench().press('F5');
      await workbench().stoppedBefore('L00');
      await workbench().until('the image called up to date', async () =>
        /stories\.debug\.iso is up to date/.test(await workbench().consoleText()),
      );
      await workbench().debugButton('Stop');
    });

    it('offers the parts of the build as tasks', async () => {
      await workbench().command('Tasks: Run Build Task');
      await workbench().choose('', 'PS2 ML: image');
      await workbench().until(
        'the image of the task',
        async () => (await stat(file('build', 'stories.iso'))).size > 500_000,
      );
      assert.match(await readFile(file('ps2ml.json'), 'utf8'), /"target": "built-in"/);
      await workbench().screenshot('project task');
    });

    it('has caused no error on the way', () => {
      assert.deepEqual(workbench().pageErrors, []);
    });
  },
  () => copyOfWorkspace('empty'),
);
