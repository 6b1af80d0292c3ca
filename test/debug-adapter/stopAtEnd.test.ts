// Slow: not part of test:quick.
import assert from 'node:assert/strict';
import { after, afterEach, describe, it } from 'mocha';
import type { TargetFactory } from '../../debug-adapter/session/sessionHost';
import { Consoles } from './consoleTarget';
import { Conversation, referenceInProcess, tiny } from './conversation';

const consoles = new Consoles();
const targets: readonly (readonly [name: string, target: TargetFactory])[] = [
  ['reference', referenceInProcess],
  ['built-in', consoles.target],
];

for (const [targetName, target] of targets) {
  describe(`stopping at the end of a run on the ${targetName} target`, function () {
    this.timeout(180_000);
    let conversation: Conversation;
    after(() => {
      if (targetName === 'built-in') consoles.remove();
    });
    afterEach(async () => {
      await conversation.close();
      assert.deepEqual(conversation.faults, []);
    });

    async function launch(more: object): Promise<void> {
      conversation = new Conversation({ target, targetName });
      await conversation.initialize();
      await conversation.client.request('launch', { ...tiny, tokens: 3, target: targetName, ...more });
    }
    const said = (): string =>
      (conversation.bodies('output') as { readonly output: string }[]).map(({ output }) => output).join('');
    const breakOn = (...names: readonly string[]): Promise<unknown> =>
      conversation.client.request('setFunctionBreakpoints', { breakpoints: names.map((name) => ({ name })) });
    /** Without the depth of the stack, which is looked at now and then. */
    const events = (): unknown[] => conversation.trace.filter(({ type }) => type !== 'stack');
    const pass = async (): Promise<unknown> =>
      (await conversation.scope('Pass')).map(({ name, value }) => [name, value]);

    it('stops after the last operation, goes back into the run and to its end again, until a step ends it', async () => {
      await launch({ stopAtEnd: true });
      await conversation.stop('configurationDone');
      await breakOn('sample');
      for (let i = 0; i < 3; i++) await conversation.stop('continue');
      const [before, place] = [await pass(), await conversation.place()];
      const end = await conversation.stop('next');
      assert.equal(end.reason, 'end');
      assert.match(end.description ?? '', /^End of run, after the last operation, position \d+$/);
      assert.match(await conversation.place(), /^pass \d+, position \d+:\d+$/);
      // The token, and ten candidates.
      assert.equal((await conversation.scope('Last result')).length, 11);
      assert.match(said(), /End of run: the token limit was reached\. Step back/);
      const [text, trace] = [conversation.text, events()];
      const afterwards = await pass();

      await conversation.stop('stepBack');
      assert.deepEqual([await pass(), await conversation.place()], [before, place]);
      assert.equal((await conversation.stop('continue')).reason, 'end');
      assert.deepEqual(await pass(), afterwards);
      assert.equal((await conversation.stop('reverseContinue')).reason, 'breakpoint');
      assert.equal((await conversation.stop('reverseContinue')).reason, 'breakpoint');
      await breakOn();
      assert.equal((await conversation.stop('ps2ml/stepToken')).reason, 'step');
      assert.equal((await conversation.stop('ps2ml/stepToken')).reason, 'end');
      await conversation.end('next');
      assert.equal(conversation.text, text);
      assert.deepEqual(events(), trace);
      assert.doesNotMatch(said(), /The run has ended/);
      assert.deepEqual(conversation.bodies('exited'), [{ exitCode: 0 }]);
    });

    it('returns to a checkpoint at the end, and changes no memory there', async () => {
      await launch({ stopAtEnd: true, stopOnEntry: false });
      assert.equal((await conversation.stop('configurationDone')).reason, 'end');
      await conversation.client.request('ps2ml/saveCheckpoint');
      const write = { memoryReference: '0x01e00000', data: 'AQID' };
      const { message } = await conversation.client.ask('writeMemory', write);
      assert.match(message ?? '', /^The run has ended, so the change/);
      assert.equal((await conversation.stop('reverseContinue')).reason, 'entry');
      await conversation.stop('stepIn');
      assert.equal((await conversation.stop('ps2ml/returnToCheckpoint')).reason, 'end');
      await conversation.end('continue');
    });

    it('does not hold up a run without debugging, nor one that does not ask for it', async () => {
      for (const more of [{ stopAtEnd: true, noDebug: true }, { stopOnEntry: false }]) {
        await launch(more);
        await conversation.end('configurationDone');
        assert.match(said(), /The run has ended: the token limit was reached\./);
        if (more.noDebug === true) await conversation.close();
      }
    });
  });
}
