// Slow: not part of test:quick.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, describe, it } from 'mocha';
import type { TargetFactory } from '../../debug-adapter/session/sessionHost';
import { nodeTargets, shippedFiles } from '../../debug-adapter/node/targets';
import { projectRoot } from '../support/project';
import { bundle } from './bundles';
import { Conversation, referenceInProcess, tiny } from './conversation';
import { Consoles, prebuiltElf } from './consoleTarget';
import { checkGolden } from './goldenFile';
import { tinyConversation } from './tinyConversation';

describe('a session on the built-in console', function () {
  this.timeout(180_000);
  const consoles = new Consoles();
  after(() => consoles.remove());

  it('has the conversation that the reference engine has, to the bit', async () => {
    const conversation = new Conversation({ target: consoles.target, targetName: 'built-in' });
    const transcript = await tinyConversation(conversation, 'built-in');
    checkGolden(path.join(__dirname, 'golden', 'tiny.golden.txt'), transcript);
  });

  it('has it in arithmetic version 2, too', async () => {
    const conversation = new Conversation({ target: consoles.target, targetName: 'built-in' });
    const transcript = await tinyConversation(conversation, 'built-in', { arithmeticVersion: 2 });
    checkGolden(path.join(__dirname, 'golden', 'tiny-integers.golden.txt'), transcript);
  });

  it('has it in a worker as it is shipped, too, and leaves none', async () => {
    const bundles = bundle({ 'console-worker': 'ps2/node/consoleWorker.ts' });
    try {
      const files = { ...shippedFiles(projectRoot), elf: prebuiltElf, images: consoles.images };
      const targets = nodeTargets({ ...files, consoleWorker: bundles.file('console-worker') });
      const [first] = targets.keys();
      assert.equal(first, 'built-in', 'it is the default');
      const before = workers();
      const conversation = new Conversation({ host: { targets } });
      const transcript = await tinyConversation(conversation, 'built-in');
      checkGolden(path.join(__dirname, 'golden', 'tiny.golden.txt'), transcript);
      await conversation.closed;
      assert.equal(workers(), before);

      const left = await Conversation.launch({ ...tiny, tokens: 100 }, { host: { targets } });
      await left.stop('configurationDone');
      assert.equal(workers(), before + 1);
      await left.client.request('continue', { threadId: 1 });
      await left.close();
      assert.equal(workers(), before);
    } finally {
      bundles.remove();
    }
  });

  it('takes the reference engine for IEEE arithmetic, unless the console is asked for by name', async () => {
    const targets = new Map<string, TargetFactory>([
      ['built-in', consoles.target],
      ['reference', referenceInProcess],
    ]);
    const ieee = await Conversation.launch({ ...tiny, arithmetic: 'ieee' }, { host: { targets } });
    assert.equal(ieee.plan.provenance, 'reference');
    await ieee.close();
    const args = { ...tiny, arithmetic: 'ieee', target: 'built-in' };
    await assert.rejects(Conversation.launch(args, { host: { targets } }), /supports only EE arithmetic/);
  });
});

/** Worker threads of this process. */
function workers(): number {
  return (process.report.getReport() as { workers: unknown[] }).workers.length;
}
