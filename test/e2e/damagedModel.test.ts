import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { limits } from '../support/wait';
import { journey } from './journey';

/** A copy with one field of the header replaced. */
function withField(bytes: Buffer, offset: number, value: number): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeUInt32LE(value, offset);
  return copy;
}

/** One of each kind of damage that the reader tells apart, and what is said about it. */
const kinds: readonly {
  readonly name: string;
  readonly make: (whole: Buffer) => Buffer | string;
  readonly says: RegExp;
}[] = [
  {
    name: 'empty',
    make: () => '',
    says: /the file size is 0 bytes, expected at least a magic and a version/,
  },
  { name: 'header', make: (whole) => whole.subarray(0, 30), says: /the file size is 30 bytes.* truncated/ },
  { name: 'version', make: (whole) => withField(whole, 4, 9), says: /version .*is 9, expected 1, 2 or 3/ },
  {
    name: 'type',
    make: (whole) => withField(whole, 8, 77),
    says: /quant_type .*is 77, expected 1 \(ternary\)/,
  },
  { name: 'heads', make: (whole) => withField(whole, 32, 0xffffffff), says: /n_heads .*is -1, expected/ },
  { name: 'layers', make: (whole) => withField(whole, 28, 0x7fffffff), says: /n_layers .*is 2147483647/ },
  {
    name: 'counts',
    make: (whole) => withField(whole, 40, 0x7fffffff),
    says: /the file size is 170456 bytes, expected \d+ bytes/,
  },
  { name: 'long', make: (whole) => Buffer.concat([whole, whole]), says: /the file is too long/ },
  { name: 'noise', make: (whole) => Buffer.from(whole).fill(0xff, 60), says: /implausible/ },
  { name: 'cut', make: (whole) => whole.subarray(0, 1000), says: /the file size is 1000 bytes.* truncated/ },
  {
    name: 'text',
    make: () => 'This is no model.\n',
    says: /magic at offset 0 .*\("This"\).* not a PSNT file/,
  },
];

journey('a damaged model', {}, (workbench) => {
  const inspector = (): Promise<Frame> => workbench().webview('inspector');
  const alerted = (words: string): Promise<string> =>
    workbench().until(`what is wrong with ${words}`, async () => {
      const alert = (await inspector()).locator('[role=alert]');
      const text = (await alert.count()) > 0 ? await alert.innerText() : '';
      return text.includes(words) && text;
    });

  const chooseOrder = async (order: string): Promise<void> => {
    const title = 'Tensor order of tiny.psnt';
    const list = workbench().page.locator('.quick-input-widget', { hasText: title });
    await workbench().until(`the list "${title}"`, async () => {
      // A page that is just shown anew takes no click.
      await (
        await inspector()
      )
        .getByText('Choose Another Tensor Order…')
        .click({ timeout: limits.attemptMs });
      await list.waitFor({ timeout: limits.effectMs });
      return true;
    });
    await workbench().choose(title, order);
  };

  before(async () => {
    const whole = await readFile(path.join(workbench().folder, 'tiny.psnt'));
    for (const { name, make } of kinds)
      await writeFile(path.join(workbench().folder, `${name}.psnt`), make(whole));
  });

  it('is not read in an order that it cannot have', async () => {
    await workbench().openFile('tiny.psnt');
    await chooseOrder('Scales first');
    assert.match(
      await alerted('tiny.psnt'),
      /requested tensor order .*"scales-first", expected resident-first/,
    );
    await chooseOrder('Automatic');
    await workbench().until(
      'the forecast again',
      async () => (await (await inspector()).locator('[data-forecast]').count()) === 1,
    );
  });

  for (const { name, says } of kinds)
    it(`says in the inspector what is wrong with ${name}.psnt`, async () => {
      await workbench().openFile(`${name}.psnt`);
      const sentence = await alerted(`${name}.psnt`);
      assert.match(sentence, says);
      assert.doesNotMatch(sentence, /\n|\bat .*:\d+|undefined|NaN|\[object/, 'it is not one sentence');
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
