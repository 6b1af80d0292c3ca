import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { journey } from './journey';

const configuration = {
  type: 'ps2ml',
  request: 'launch',
  name: 'with the controller',
  program: '${workspaceFolder}/tiny.psnt',
  target: 'built-in',
  interactive: true,
  prompts: ['the cat', 'a moon'],
  prompt: 'Once upon a time',
  stopOnEntry: false,
  stopAtEnd: true,
  tokens: 200,
  layout: 'resident',
};

journey('a program that is used with the controller', {}, (workbench) => {
  before(async () => {
    const folder = path.join(workbench().folder, '.vscode');
    await mkdir(folder);
    await writeFile(
      path.join(folder, 'launch.json'),
      JSON.stringify({ version: '0.2.0', configurations: [configuration] }),
    );
  });

  const television = (): Promise<Frame> => workbench().webview('television');
  const rows = async (): Promise<string[]> => {
    const text = await (await television()).locator('.text').textContent();
    return (text ?? '').split('\n');
  };
  const shows = (what: string, wanted: RegExp): Promise<boolean> =>
    workbench().until(`${what} on the television`, async () =>
      (await rows()).some((row) => wanted.test(row)),
    );
  /** The picture itself, as the page draws it. */
  const picture = async (): Promise<string> =>
    (await television()).locator('canvas').evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());

  it('says what to do while there is no session', async () => {
    await workbench().command('PS2 ML: Television');
    await workbench().until('the advice', async () =>
      (await (await television()).locator('.status').innerText()).startsWith('No program is running.'),
    );
  });

  it('shows the menu at F5', async () => {
    await workbench().openFile('README.md');
    await workbench().press('Control+Shift+D');
    await workbench().see(
      'the configuration in the Run view',
      workbench().page.locator('.start-debug-action-item', { hasText: configuration.name }),
    );
    await workbench().press('F5');
    await shows('the menu', /^→ Prompt {8}1 of 3$/);
    await shows('the controller', /^Starts by itself in/);
    await workbench().until('that it waits', async () =>
      (await (await television()).locator('.status').innerText()).endsWith('waiting for the controller.'),
    );
  });

  it('takes a prompt by keys, and shows the story', async () => {
    await (await television()).locator('.set').focus();
    await workbench().press('ArrowRight');
    await shows('the second prompt', /^Prompt: the cat$/);
    await workbench().press('Enter');
    await shows('the story', /^\d+ tokens, /);
    assert.ok((await rows()).some((row) => row.startsWith('the cat')));
  });

  it('stops, steps on, and goes back to the same picture', async () => {
    await workbench().debugButton('Pause');
    await shows('the stop', /^Stopped by a debugger$/);
    await workbench().debugButton('Step Token');
    await workbench().stoppedBefore('embed');
    const still = (): Promise<string> =>
      workbench().until('a picture that stays', async () => {
        const before = await picture();
        await new Promise((resolve) => setTimeout(resolve, 500));
        return before === (await picture()) ? before : undefined;
      });
    const then = await still();
    await workbench().debugButton('Step Token');
    await workbench().until('another token on the television', async () => (await picture()) !== then);
    // The picture changes before the program stops, and the last stop was before the same line.
    await still();
    await workbench().stoppedBefore('embed');
    // From the last layers to the first, and to the operation before it.
    for (let steps = 0; steps < 60; steps++) {
      const before = await workbench().stoppedLine();
      await workbench().debugButton('Step Back');
      const now = await workbench().until('a step back', async () => {
        const line = await workbench().stoppedLine();
        return line !== before ? line : undefined;
      });
      if (now.startsWith('embed')) break;
    }
    await workbench().until('the picture of before', async () => (await picture()) === then);
    assert.deepEqual(await workbench().messages(), []);
  });

  it('has nothing to show after a reload, and says so', async () => {
    await workbench().reload();
    await workbench().until('the advice', async () =>
      (await (await television()).locator('.status').innerText()).startsWith('No program is running.'),
    );
  });
});
