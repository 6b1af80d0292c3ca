// Slow: not part of test:quick.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import { Conversation } from '../conversation';
import { checkGolden } from '../goldenFile';
import { targetConversation } from '../targetConversation';
import { tinyConversation } from '../tinyConversation';
import { StandIn } from './standIn';

describe('a debug conversation over PINE', function () {
  this.timeout(120_000);
  let standIn: StandIn;
  let conversation: Conversation | undefined;
  before(() => (standIn = new StandIn()));
  afterEach(() => conversation?.session.shutdown());
  after(() => standIn.remove());

  it('with a PCSX2 that was found and launched is the one with the reference engine', async () => {
    conversation = new Conversation({ target: standIn.target, targetName: 'pcsx2' });
    const transcript = await tinyConversation(conversation, 'pcsx2');
    await conversation.closed;
    checkGolden(
      path.join(__dirname, '..', 'golden', 'tiny.golden.txt'),
      transcript.replaceAll('"target":"pcsx2"', '"target":"reference"'),
    );
    assert.deepEqual(conversation.faults, []);
  });

  it('about what PCSX2 can and cannot do is as it was written down', async () => {
    conversation = new Conversation({ target: standIn.target, targetName: 'pcsx2' });
    const transcript = await targetConversation(conversation, 'pcsx2', { checkpointSlot: 9 });
    checkGolden(path.join(__dirname, '..', 'golden', 'pcsx2.golden.txt'), transcript);
  });
});
