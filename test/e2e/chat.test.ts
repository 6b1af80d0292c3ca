import assert from 'node:assert/strict';
import { copyFile, mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { smallExport, writeExportFolder } from '../support/exportFolder';
import { sharedPath } from '../support/shared';
import { copyOfWorkspace, type Workspace } from '../support/workspaces';
import { journey } from './journey';

const tokenizer = sharedPath('models/brandon-8k.tokenizer.model');

/** A folder as the author of the original exports it, and one without a tokenizer. */
async function exports(): Promise<Workspace> {
  const workspace = await copyOfWorkspace('empty');
  for (const name of ['tiny-export', 'no-tokenizer']) {
    const folder = path.join(workspace.folder, name);
    await mkdir(folder);
    writeExportFolder(folder, smallExport);
    if (tokenizer !== undefined && name === 'tiny-export')
      await copyFile(tokenizer, path.join(folder, 'tokenizer.model'));
  }
  return workspace;
}

if (tokenizer === undefined) console.log('      skipped: ../shared/models is not there');
else
  journey(
    'a conversation in three clicks',
    { 'ps2ml.tokens': 8 },
    (workbench) => {
      it('goes from a folder to an answer: its menu, the command, a message and Enter', async () => {
        await workbench().explorerMenu('tiny-export', 'Chat with Model…');
        const question = workbench().page.locator('.quick-input-widget', {
          hasText: 'Chat with tiny-export',
        });
        const input = (await workbench().see('the question for a message', question)).locator('input');
        await input.first().fill('Hello world');
        await input.first().press('Enter');
        const told = await workbench().until('the answer in the Debug Console', async () => {
          const text = await workbench().consoleText();
          return /The run has ended/.test(text) && text;
        });
        // The model is random, and so is what it says.
        const answer = told.slice(0, told.indexOf('The run has ended')).trim().split('\n').at(-1) ?? '';
        assert.match(told, /Tokenizer: tokenizer\.model \(found next to the model\)/);
        assert.notEqual(answer, '');
        const made = path.join(workbench().folder, 'tiny-export', 'tiny-export-q8.psnt');
        assert.ok((await stat(made)).size > 0);
        await workbench().screenshot('conversation');
      });

      it('goes on from the inspector, by the palette', async () => {
        await (await workbench().explorerRow('tiny-export')).click();
        await workbench().openFile('tiny-export-q8.psnt');
        await workbench().webview('inspector');
        await workbench().see(
          'the command in the title of the editor',
          workbench().page.locator(
            '.editor-actions [aria-label*="Run or Debug"], .editor-actions .codicon-debug-alt',
          ),
        );
        await workbench().command('PS2 ML: Chat with Model…');
        const question = workbench().page.locator('.quick-input-widget', {
          hasText: 'Chat with tiny-export-q8.psnt',
        });
        const input = (await workbench().see('the question for a message', question)).locator('input');
        await input.first().fill('And then?');
        await input.first().press('Enter');
        await workbench().until('the second answer', async () => {
          const text = await workbench().consoleText();
          return /And then\?/.test(text) && /The run has ended/.test(text.slice(text.indexOf('And then?')));
        });
        await workbench().screenshot('conversation from the inspector');
        await workbench().command('View: Close All Editors');
      });

      it('is not offered in the palette where no model is in front', async () => {
        await workbench().press('F1');
        const palette = workbench().page.locator('.quick-input-widget');
        const input = palette.locator('.quick-input-box input');
        await (await workbench().see('the palette', input)).fill('>PS2 ML: Chat with');
        await workbench().until(
          'no command',
          async () =>
            /No matching commands/.test(await palette.innerText()) ||
            !(await palette.innerText()).includes('Chat with Model'),
        );
        await workbench().press('Escape');
      });

      it('says what is missing for a model without a tokenizer', async () => {
        await workbench().explorerMenu('no-tokenizer', 'Chat with Model…');
        await workbench().until('the refusal', async () =>
          (await workbench().messages()).some((text) =>
            text.startsWith('no-tokenizer has no tokenizer beside it, and a conversation needs one.'),
          ),
        );
      });

      it('has caused no error on the way', () => {
        assert.deepEqual(workbench().pageErrors, []);
      });
    },
    exports,
  );
