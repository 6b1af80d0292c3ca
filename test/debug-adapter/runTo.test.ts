import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import type { SessionHost } from '../../debug-adapter/session/sessionHost';
import { namedLayouts } from '../../model/plan/discLayout';
import type { SessionPlan } from '../../model/trace/session';
import { Conversation, tiny } from './conversation';

describe('running to a moment', () => {
  let conversation: Conversation;
  afterEach(() => conversation.close());

  it('stands before the operation of the pass that was asked for, over all that come before', async () => {
    conversation = await Conversation.launch({ ...tiny, tokens: 6 });
    await conversation.stop('configurationDone');
    const [plan] = conversation.bodies('ps2ml/plan') as SessionPlan[];
    assert.ok(plan);
    const operation = plan.operations.findIndex(({ id }) => id === 'L02.attn.k');
    await conversation.stop('ps2ml/runTo', { pass: 2, operation });
    assert.match(await conversation.place(), /^L02\.attn\.k:/);
    const state = conversation.bodies('ps2ml/state').at(-1) as { readonly pass?: number };
    assert.equal(state.pass, 2);
    assert.equal(conversation.bodies('stopped').length, 2, 'nobody sees the stops on the way');
  });

  it('does not go back, and says so', async () => {
    conversation = await Conversation.launch({ ...tiny, tokens: 6 });
    await conversation.stop('configurationDone');
    const { success, message } = await conversation.client.ask('ps2ml/runTo', { pass: 0, operation: 0 });
    assert.equal(success, false);
    assert.match(message ?? '', /The run is already past that point\. Restart the session/);
    const wrong = await conversation.client.ask('ps2ml/runTo', { pass: 'first' });
    assert.match(wrong.message ?? '', /needs the integers "pass" and "operation"/);
  });

  it('begins with the prompt that the host knows was chosen since, as at a restart', async () => {
    const written = async (prompt: string, host: Partial<SessionHost> = {}): Promise<unknown[]> => {
      conversation = await Conversation.launch({ ...tiny, tokens: 3, prompt, stopOnEntry: false }, { host });
      await conversation.end('configurationDone');
      const tokens = conversation.trace.flatMap((event) => (event.type === 'token' ? [event.id] : []));
      await conversation.close();
      return tokens;
    };
    const asked = await written('One day');
    assert.equal(asked.length, 3);
    assert.notDeepEqual(await written('Once upon a time'), asked);
    const launchValues = (values: unknown): object => ({ ...(values as object), prompt: 'One day' });
    assert.deepEqual(await written('Once upon a time', { launchValues }), asked);
  });

  it('tells the layout that it was launched with, and computes the same in it', async () => {
    conversation = await Conversation.launch({
      ...tiny,
      tokens: 3,
      // As earlier versions said it.
      layout: { resident: 'fill', shared: 'kept' },
    });
    await conversation.stop('configurationDone');
    const [plan] = conversation.bodies('ps2ml/plan') as SessionPlan[];
    assert.deepEqual(plan?.layout, namedLayouts.resident);
    assert.equal(plan.forecast.sectorsPerPass, 0);
    await conversation.end('continue');
  });
});
