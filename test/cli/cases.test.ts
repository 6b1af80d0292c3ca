// Slow: not part of test:quick.
import assert from 'node:assert/strict';
import type { Context } from 'mocha';
import { Consoles } from '../debug-adapter/consoleTarget';
import { referenceInProcess } from '../debug-adapter/conversation';
import { sharedPath } from '../support/shared';
import { ps2ml } from './terminal';

interface Said {
  readonly prompt: readonly number[];
  readonly tokens: readonly number[];
  readonly text: string;
}

function caseOf(test: Context, name: string): string {
  const file = sharedPath(`cases/${name}`);
  if (file !== undefined) return file;
  console.log('      skipped: the cases are not in ../shared/cases');
  return test.skip();
}

describe('ps2ml run', function () {
  this.timeout(120_000);
  const consoles = new Consoles();
  after(() => consoles.remove());
  const targets = new Map([
    ['reference', referenceInProcess],
    ['built-in', consoles.target],
  ]);

  async function said(args: readonly string[]): Promise<Said> {
    const { code, out, err } = await ps2ml(['run', ...args, '--json'], { targets });
    assert.equal(code, 0, err);
    return JSON.parse(out) as Said;
  }

  it('never writes the rows of a model that are not tokens', async function () {
    const model = caseOf(this, 'padded/padded.psnt');
    // At this temperature all 320 rows are about as likely, and 51 of them are not tokens.
    const call = [model, '--prompt', 'ab', '--tokens', '24', '--temperature', '4', '--seed', '7'];
    const [reference, builtIn] = [await said(call), await said([...call, '--target', 'built-in'])];
    assert.ok(reference.prompt.length > 0);
    assert.equal(reference.tokens.length, 24);
    assert.deepEqual(builtIn, reference);
    const outside = reference.tokens.filter((id) => id >= 269);
    assert.deepEqual(outside, []);
  });

  it('begins a prompt as add_bos_token of a GGUF file says', async function () {
    const model = caseOf(this, 'bos_false.gguf');
    const { prompt } = await said([model, '--tokenizer', model, '--prompt', 'ab', '--tokens', '1']);
    assert.deepEqual(prompt, [288]);
  });
});
