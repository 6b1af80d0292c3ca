import assert from 'node:assert/strict';
import { Conversation, tiny } from './conversation';

describe('the scope Weights', () => {
  let conversation: Conversation;
  afterEach(() => conversation.close());

  const launch = async (layout: 'resident' | 'streamed'): Promise<void> => {
    conversation = await Conversation.launch({ ...tiny, layout });
    await conversation.client.request('setFunctionBreakpoints', { breakpoints: [{ name: 'L00.attn.k' }] });
    await conversation.stop('configurationDone');
  };
  /** The part of a matrix's value that says where it is. */
  const placeOf = async (name: string): Promise<string> => {
    const variables = await conversation.scope('Weights');
    const value = variables.find((variable) => variable.name === name)?.value;
    return (
      / bytes?, (.*)$| KiB, (.*)$/
        .exec(value ?? '')
        ?.slice(1)
        .join('') ?? `no ${name}`
    );
  };

  it('says of a streamed matrix that it is not loaded yet, until the operation that reads it has run', async () => {
    await launch('streamed');
    assert.equal(await placeOf('layers.00.attn.norm'), 'resident');
    await conversation.stop('continue');
    assert.equal(await placeOf('layers.00.attn.wq'), 'streamed', 'L00.attn.q has run');
    assert.equal(await placeOf('layers.00.attn.wk'), 'streamed, not loaded yet');
    await conversation.stop('next');
    assert.equal(await placeOf('layers.00.attn.wk'), 'streamed');
    // In the next pass it has been read before.
    await conversation.stop('continue');
    assert.equal(await placeOf('layers.00.attn.wk'), 'streamed');
  });

  it('says of what stays in RAM that it is resident from the start', async () => {
    await launch('resident');
    assert.equal(await placeOf('layers.00.attn.wk'), 'resident');
  });
});
