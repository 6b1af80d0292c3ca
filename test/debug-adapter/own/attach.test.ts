// Slow: not part of test:quick.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import { ps2ml } from '../../cli/terminal';
import { Conversation } from '../conversation';
import { Served } from '../pcsx2/served';
import { StandIn } from '../pcsx2/standIn';
import { ownElf, ownModel } from './ownConversation';

const slot = 28203;

describe('an attach to a program that describes itself', function () {
  this.timeout(180_000);
  let standIn: StandIn;
  let served: Served;
  before(async () => {
    standIn = new StandIn();
    const folder = path.join(standIn.folder, 'own');
    const made = await ps2ml(['new', folder, '--own']);
    assert.equal(made.code, 0, made.err);
    const built = await ps2ml(['build', folder, '-o', path.join(folder, 'own.iso')]);
    assert.equal(built.code, 0, built.err);
    served = await Served.start(standIn.cli, path.join(folder, 'own.iso'), slot);
  });
  const talks: Conversation[] = [];
  afterEach(() => {
    for (const { session, faults } of talks.splice(0)) {
      session.shutdown();
      assert.deepEqual(faults, []);
    }
  });
  after(async () => {
    await served.kill();
    standIn.remove();
  });

  async function attach(more: object = {}): Promise<Conversation> {
    const conversation = new Conversation({ target: standIn.target, targetName: 'pcsx2' });
    talks.push(conversation);
    await conversation.initialize();
    const args = { ...ownModel, target: 'pcsx2', pineSlot: slot, startTimeout: 20, ...more };
    await conversation.client.request('attach', args);
    await conversation.stop('configurationDone');
    return conversation;
  }
  const said = (conversation: Conversation): string =>
    (conversation.bodies('output') as { output: string }[]).map(({ output }) => output).join('');
  const passOf = async (conversation: Conversation): Promise<number> => {
    const [pass] = await conversation.scope('Pass');
    return Number(pass?.value);
  };

  it('stops it, lets it go on, and finds it again with all that it has said', async () => {
    const first = await attach({ elf: ownElf, prompt: 'The' });
    assert.match(
      said(first),
      /chooses its own text, so the prompt and the sampling of this session have no effect/,
    );
    const before = await passOf(first);
    await first.stop('ps2ml/stepLayer');
    await first.client.request('setFunctionBreakpoints', { breakpoints: [{ name: 'L04.swiglu' }] });
    await first.stop('continue');
    assert.match(await first.place(), /^L04\.swiglu:/);
    await first.client.request('disconnect', { terminateDebuggee: false });
    await first.closed;

    await new Promise((resolve) => setTimeout(resolve, 1500));
    const second = await attach();
    assert.ok((await passOf(second)) > before, 'it has run meanwhile');
    assert.doesNotMatch(said(second), /to learn its operations/);
    const { plan } = second;
    assert.ok(plan.operations.some(({ id }) => id === 'L04.swiglu'));
    await second.stop('ps2ml/stepToken');
    const text = await second.client.ask('evaluate', { expression: 'tokens' });
    assert.ok(Number((text.body as { result: string }).result) >= 1);
    await second.client.request('disconnect', { terminateDebuggee: false });
    await second.closed;
  });
});
