import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Frame } from 'playwright-core';
import { projectRoot } from '../support/project';
import { sampleWorkspace } from '../support/sample';
import type { Workspace } from '../support/workspaces';
import { journey } from './journey';
import { readTable } from './pageTable';

const prompt = 'Once upon a time';
const tokens = 24;

/** The sample as a project, and a launch configuration for a program that a browser cannot reach. */
async function projectWorkspace(): Promise<Workspace> {
  const workspace = await sampleWorkspace();
  const write = (name: string, content: object): Promise<void> =>
    writeFile(path.join(workspace.folder, name), JSON.stringify(content));
  await write('ps2ml.json', { model: 'tiny.psnt', prompts: [prompt], target: 'console' });
  await mkdir(path.join(workspace.folder, '.vscode'));
  const program = '${workspaceFolder}/tiny.psnt';
  await write('.vscode/launch.json', {
    version: '0.2.0',
    configurations: [{ type: 'ps2ml', request: 'launch', name: 'On PCSX2', program, target: 'pcsx2' }],
  });
  return workspace;
}

// Without a server's Node: as VS Code in a browser runs it. Folders have a scheme of their own there, too.
const settings = { 'remote.extensionKind': { 'ps2ml.ps2-ml': ['web'] }, 'ps2ml.tokens': tokens };

journey(
  'the extension in the worker of a browser',
  settings,
  (workbench) => {
    const refused = async (words: string): Promise<void> => {
      const said = await workbench().until(`why ${words}`, async () =>
        (await workbench().messages()).find((text) => text.includes(words)),
      );
      assert.match(said, /([Uu]se|or) VS Code on the desktop or connected to a server/);
    };

    const seeMatrix = (page: Frame): Promise<boolean> =>
      workbench().until('a row of a matrix', async () =>
        (await readTable(page)).rows.some(([name]) => name === 'layers.00.attn.wq'),
      );

    it('opens a model in the inspector, with its matrices and its forecast', async () => {
      await workbench().openFile('tiny.psnt');
      const page = await workbench().webview('inspector');
      await page.getByRole('tab', { name: 'Matrices' }).click();
      await seeMatrix(page);
      await page.getByRole('tab', { name: 'Forecast' }).click();
      await workbench().see('the forecast', page.getByText('Transfer time per token'));
    });

    it('runs in the worker, as VS Code says', async () => {
      await workbench().command('Developer: Show Running Extensions');
      const row = workbench().page.locator('.runtime-extensions-editor .extension', { hasText: 'PS2 ML' });
      assert.match(await (await workbench().see('the row of PS2 ML', row)).innerText(), /web worker/);
      await workbench().press('Escape');
    });

    it('says in the status bar what the project runs on instead of the console', async () => {
      const item = workbench().page.locator('.statusbar-item[aria-label^="PS2 ML target"]');
      const label = await (await workbench().see('the target', item)).getAttribute('aria-label');
      assert.equal(label, 'PS2 ML target: reference engine');
    });

    it('starts the project at F5, stops in layer 0, steps on and back', async () => {
      await workbench().openFile('tiny.psnt');
      await workbench().webview('inspector');
      await workbench().press('F5');
      await workbench().stoppedBefore('L00');
      await workbench().clickBreakpoint('L00.attn.q');
      await workbench().debugButton('Continue');
      await workbench().stoppedBefore('L00.attn.q');
      await workbench().debugButton('Step Over');
      await workbench().stoppedBefore('L00.attn.k');
      await workbench().debugButton('Step Back');
      await workbench().stoppedBefore('L00.attn.q');
    });

    it('shows variables and disc reads, and that the reference engine counts them', async () => {
      await workbench().press('Control+Shift+D');
      await workbench().until('the variables', async () =>
        (await workbench().variables()).includes('Activations'),
      );
      await workbench().showPanel('PS2 ML');
      const page = await workbench().figures('disc');
      await seeMatrix(page);
      assert.match(await page.locator('.subject:visible').innerText(), /reference/);
    });

    it('runs to its end, with the text that the command line prints', async () => {
      await workbench().showPanel('Debug Console');
      await workbench().command('Remove All Breakpoints');
      await workbench().debugButton('Continue');
      const model = path.join(projectRoot, 'samples/tiny/tiny.psnt');
      const printed = await promisify(execFile)(process.execPath, [
        ...[path.join(projectRoot, 'dist/cli.js'), 'run', model, '--json'],
        ...['--prompt', prompt, '--tokens', String(tokens)],
      ]);
      const { text } = JSON.parse(printed.stdout) as { text: string };
      const words = (of: string): string => of.replace(/\s+/g, ' ').trim();
      await workbench().until(`the end of the run, and ${JSON.stringify(text)}`, async () => {
        const said = words(await workbench().consoleText());
        return said.includes('The run has ended') && said.includes(words(text));
      });
    });

    it('writes into the listing how many positions a buffer has, as the language server says', async () => {
      // The run has scrolled the listing.
      await workbench().page.locator('.tab', { hasText: 'tiny.ps2ml' }).first().click();
      await workbench().press('ControlOrMeta+Home');
      await workbench().until('×8 behind q[64]', async () =>
        (await workbench().listingLine('L00.attn.q').first().innerText()).includes('q[64]×8'),
      );
    });

    it('says why not, and where, for what needs files on disk or other programs', async () => {
      for (const [command, words] of [
        ['PS2 ML: Convert to PSNT', 'files on disk'],
        ['PS2 ML: Run Doctor', 'The Doctor'],
        ['PS2 ML: New Project…', 'Creating a project'],
      ] as const) {
        await workbench().command(command);
        await refused(words);
      }
      const start = workbench().page.locator('.start-debug-action-item .codicon-debug-start');
      await (await workbench().see('the button that starts what launch.json says', start)).click();
      await refused('The target "pcsx2"');
      await workbench().answerDialog('The target "pcsx2"', 'Cancel');
    });

    it('has caused no error on the way', () => {
      assert.deepEqual(workbench().pageErrors, []);
    });
  },
  projectWorkspace,
);
