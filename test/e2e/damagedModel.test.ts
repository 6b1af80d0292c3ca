import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { journey } from './journey';

journey('a damaged model', {}, (workbench) => {
  before(async () => {
    const whole = await readFile(path.join(workbench().folder, 'tiny.psnt'));
    await writeFile(path.join(workbench().folder, 'cut.psnt'), whole.subarray(0, 1000));
    await writeFile(path.join(workbench().folder, 'text.psnt'), 'This is no model.\n');
  });

  for (const name of ['cut.psnt', 'text.psnt'])
    it(`says in the inspector what is wrong with ${name}`, async () => {
      await workbench().openFile(name);
      const sentence = await workbench().until(`what is wrong with ${name}`, async () => {
        const alert = (await workbench().webview('inspector')).locator('[role=alert]');
        const text = (await alert.count()) > 0 ? await alert.innerText() : '';
        return text.includes(name) && text;
      });
      assert.doesNotMatch(sentence, /\n|\bat .*:\d+/, 'it is not one sentence');
      await workbench().screenshot(`damaged ${name}`);
    });

  it('refuses to run it in words, and starts no session', async () => {
    await workbench().press('F5');
    const said = await workbench().until('a message', async () => {
      const messages = await workbench().messages();
      return messages.length > 0 && messages;
    });
    assert.match(said.join(' '), /text\.psnt/);
    assert.equal(await workbench().page.locator('.debug-toolbar').isVisible(), false);
    await workbench().screenshot('damaged model refused');
  });
});
