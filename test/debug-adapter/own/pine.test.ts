// Slow: not part of test:quick.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import { Conversation } from '../conversation';
import { checkGolden } from '../goldenFile';
import { StandIn } from '../pcsx2/standIn';
import { alike, ownConversation, ownLaunch } from './ownConversation';

describe('a program that describes itself, over PINE', function () {
  this.timeout(180_000);
  let standIn: StandIn;
  let conversation: Conversation;
  before(() => (standIn = new StandIn()));
  afterEach(() => conversation.session.shutdown());
  after(() => standIn.remove());

  it('has the conversation that it has on the built-in console', async () => {
    conversation = new Conversation({ target: standIn.target, targetName: 'pcsx2' });
    const transcript = await ownConversation(conversation, () =>
      conversation.client.request('launch', ownLaunch('pcsx2')),
    );
    await conversation.close();
    checkGolden(path.join(__dirname, '..', 'golden', 'own.golden.txt'), alike(transcript));
    assert.deepEqual(conversation.faults, []);
  });
});
