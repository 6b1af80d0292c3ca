// Slow: not part of test:quick.
import assert from 'node:assert/strict';
import { tiny } from '../debug-adapter/conversation';
import { ProgramTargets, programTargetNames } from './programTargets';
import { ps2ml } from './terminal';

describe('ps2ml diverge on targets that execute the EE program', function () {
  this.timeout(240_000);
  let program: ProgramTargets;

  before(async () => {
    program = new ProgramTargets();
    await program.start();
  });
  after(() => program.remove());

  for (const target of programTargetNames)
    it(`${target}: nothing differs`, async () => {
      const call = ['diverge', tiny.program, '--prompt-ids', '2,5', '--tokens', '1', '--json'];
      const { code, out, err } = await ps2ml([...call, ...program.options(target)], {
        targets: program.targets,
      });
      assert.equal(code, 0, err);
      const { operation, words, compared } = JSON.parse(out) as {
        readonly operation: string | null;
        readonly words?: string;
        readonly compared: { readonly operations: number; readonly tokens: number };
      };
      assert.equal(operation, null, words);
      assert.ok(compared.operations > 100, String(compared.operations));
      assert.equal(compared.tokens, 1);
    });
});
