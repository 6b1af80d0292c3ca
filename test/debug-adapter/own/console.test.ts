// Slow: not part of test:quick.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, describe, it } from 'mocha';
import { Conversation } from '../conversation';
import { Consoles } from '../consoleTarget';
import { checkGolden } from '../goldenFile';
import { alike, ownConversation, ownLaunch } from './ownConversation';

describe('a program that describes itself, on the built-in console', function () {
  this.timeout(180_000);
  const consoles = new Consoles();
  after(() => consoles.remove());

  it('is stopped, stepped and shown with its own operations, buffers and reads', async () => {
    const conversation = new Conversation({ target: consoles.target, targetName: 'built-in' });
    const transcript = await ownConversation(conversation, () =>
      conversation.client.request('launch', ownLaunch('built-in')),
    );
    await conversation.close();
    checkGolden(path.join(__dirname, '..', 'golden', 'own.golden.txt'), alike(transcript));
    assert.deepEqual(conversation.faults, []);
  });
});
