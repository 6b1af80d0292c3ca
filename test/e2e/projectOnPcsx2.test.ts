import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { goodSettings, StandIn } from '../debug-adapter/pcsx2/standIn';
import { copyOfWorkspace, type Workspace } from '../support/workspaces';
import { journey } from './journey';

let standIn: StandIn;

/** An empty folder, in surroundings where a PCSX2 that stands in for the real one is found. */
async function besidesPcsx2(): Promise<Workspace> {
  standIn = new StandIn();
  const workspace = await copyOfWorkspace('empty');
  mkdirSync(path.join(workspace.folder, '.vscode'));
  const settings = { 'ps2ml.pcsx2.path': standIn.program };
  writeFileSync(path.join(workspace.folder, '.vscode', 'settings.json'), JSON.stringify(settings));
  return workspace;
}

// From nothing to a stop on PCSX2: New Project, another target, F5; a program stands in for PCSX2.
journey(
  'a project on PCSX2',
  {},
  (workbench) => {
    const file = (...names: string[]): string => path.join(workbench().folder, ...names);

    after(() => standIn.remove());

    it('is made, and its target changed in the status bar', async () => {
      await workbench().command('PS2 ML: New Project…');
      await workbench().choose('New Project: model', 'Sample model');
      await workbench().choose('New Project: folder', 'the open folder');
      await workbench().see('the tab of ps2ml.json', workbench().tab('ps2ml.json'));
      const item = workbench().page.locator('.statusbar-item[id*="ps2ml.target"]');
      await (await workbench().see('the target', item)).click();
      await workbench().choose('Target of the project', 'PCSX2');
      await workbench().until('the target PCSX2', async () => (await item.innerText()).includes('PCSX2'));
      const text = readFileSync(file('ps2ml.json'), 'utf8');
      assert.match(text, /"target": "pcsx2"/);
      assert.match(text, /^\/\/ A PS2 ML project/);
    });

    it('says what of the settings of PCSX2 is in the way, changes them with a copy, and takes that back', async () => {
      const ini = path.join(standIn.folder, 'PCSX2', 'inis', 'PCSX2.ini');
      standIn.settings({ ...goodSettings, EmuCore: { EnablePINE: 'false', PINESlot: '28150' } });
      const old = readFileSync(ini, 'utf8');
      await workbench().command('PS2 ML: Prepare PCSX2');
      const { page } = workbench();
      const dialog = page.locator('.monaco-dialog-box');
      await workbench().see('the question', dialog);
      assert.match(await dialog.innerText(), /settings block the debugger[^]*PINE[^]*A backup copy is made/);
      await workbench().until('the change side by side', async () =>
        (await page.locator('.tab').allInnerTexts()).some((text) => text.includes('PCSX2.ini: current')),
      );
      await workbench().screenshot('settings of PCSX2');
      await dialog.getByRole('button', { name: 'Change Settings' }).click();
      await workbench().until('the change', () => /EnablePINE *= *true/.test(readFileSync(ini, 'utf8')));
      const told = page.locator('.notification-list-item').filter({ hasText: 'Changed the PCSX2 settings' });
      const undo = told.getByRole('button', { name: 'Undo' });
      await (await workbench().see('the way back', undo)).click();
      await workbench().until('the old settings', () => readFileSync(ini, 'utf8') === old);
      standIn.settings(goodSettings);
    });

    it('is built at F5, launched in PCSX2, and stops in layer 0', async () => {
      await workbench().page.locator('.monaco-editor .view-lines').first().click();
      await workbench().press('F5');
      await workbench().until('a stop in layer 0', async () =>
        (await workbench().stoppedLine())?.startsWith('L00 '),
      );
      assert.ok(statSync(file('build', 'stories.debug.iso')).size > 500_000);
      await workbench().showPanel('Debug Console');
      await workbench().until('the log of PCSX2', async () =>
        (await workbench().consoleText()).includes('PCSX2 stand-in'),
      );
      await workbench().screenshot('project on PCSX2');
    });

    it('ends with the session', async () => {
      await workbench().debugButton('Stop');
      await workbench().until(
        'the end of the session',
        async () => !(await workbench().page.locator('.debug-toolbar').isVisible()),
      );
    });

    it('finds PCSX2 in the Doctor', async () => {
      await workbench().command('PS2 ML: Run Doctor');
      const page = await workbench().webview('doctor');
      await workbench().until('all checks done', async () =>
        /Everything required works/.test(await page.innerText('body')),
      );
      const text = await page.innerText('body');
      assert.ok(text.includes(standIn.program), text);
      assert.match(text, /They allow debugging\./);
      await workbench().screenshot('Doctor');
    });

    it('has caused no error on the way', () => {
      assert.deepEqual(workbench().pageErrors, []);
    });
  },
  besidesPcsx2,
);
