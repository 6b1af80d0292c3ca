import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { journey } from './journey';

const configuration = {
  type: 'ps2ml',
  request: 'launch',
  name: 'on the reference',
  program: '${workspaceFolder}/tiny.psnt',
  target: 'reference',
  prompt: 'Once upon a time',
  tokens: 4,
};

journey('a launch.json that names the reference engine', {}, (workbench) => {
  before(async () => {
    const folder = path.join(workbench().folder, '.vscode');
    await mkdir(folder);
    await writeFile(
      path.join(folder, 'launch.json'),
      JSON.stringify({ version: '0.2.0', configurations: [configuration] }),
    );
  });

  it('starts at F5 and stops before the first operation', async () => {
    await workbench().openFile('README.md');
    await workbench().press('Control+Shift+D');
    // VS Code reads the new file when it has noticed it.
    await workbench().see(
      'the configuration in the Run view',
      workbench().page.locator('.start-debug-action-item', { hasText: configuration.name }),
    );
    await workbench().press('F5');
    await workbench().stoppedBefore('embed');
  });

  it('labels its figures as a forecast', async () => {
    await workbench().debugButton('Step Layer');
    await workbench().stoppedBefore('L00');
    await workbench().showPanel('PS2 ML');
    for (const name of ['disc', 'ram'] as const) {
      const subject = (await workbench().figures(name)).locator('.subject:visible');
      assert.match(await subject.innerText(), /on the reference[^]*forecast/);
    }
  });

  it('runs to its end', async () => {
    await workbench().showPanel('Debug Console');
    await workbench().debugButton('Continue');
    await workbench().until('the end in the Debug Console', async () =>
      (await workbench().consoleText()).includes('The run has ended: the token limit was reached.'),
    );
    assert.deepEqual(await workbench().messages(), []);
  });
});
