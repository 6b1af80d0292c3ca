import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { tiny } from '../debug-adapter/conversation';
import { ProgramTargets, programTargetNames } from './programTargets';
import { ps2ml } from './terminal';

describe('run --logits with --prompt-ids', function () {
  this.timeout(180_000);
  const ids = [2, 5, 7];
  const files = new Map<string, Buffer>();
  const answers = new Map<string, { readonly prompt: number[]; readonly tokens: number[] }>();
  let program: ProgramTargets;
  let folder: string;

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'ps2ml-logits-'));
    program = new ProgramTargets();
    await program.start();
    for (const target of programTargetNames) {
      const file = path.join(folder, `${target}.npy`);
      const call = ['run', tiny.program, '--prompt-ids', ids.join(), '--tokens', '3', '--json'];
      const { code, out, err } = await ps2ml([...call, ...program.options(target), '--logits', file], {
        targets: program.targets,
      });
      assert.equal(code, 0, `${target}: ${err}`);
      files.set(target, readFileSync(file));
      answers.set(target, JSON.parse(out) as { prompt: number[]; tokens: number[] });
    }
  });
  after(async () => {
    await program.remove();
    rmSync(folder, { recursive: true });
  });

  it('starts from these ids on the built-in console and writes a row for each token', () => {
    const { prompt, tokens } = answers.get('built-in') ?? assert.fail();
    assert.deepEqual(prompt, ids);
    assert.equal(tokens.length, 3);
    const file = files.get('built-in') ?? assert.fail();
    assert.match(file.toString('latin1', 10, 128), /'shape': \(3, \d+\)/);
  });

  for (const target of programTargetNames.filter((name) => name !== 'built-in')) {
    it(`${target}: tokens and logits are those of the built-in console, bit for bit`, () => {
      assert.deepEqual(answers.get(target)?.tokens, answers.get('built-in')?.tokens);
      assert.ok(files.get(target)?.equals(files.get('built-in') ?? Buffer.of()), 'the files are equal');
    });
  }
});
