import path from 'node:path';
import { describe, it } from 'mocha';
import { Conversation } from './conversation';
import { Consoles } from './consoleTarget';
import { checkGolden } from './goldenFile';
import { targetConversation } from './targetConversation';
import { tinyConversation } from './tinyConversation';

describe('a debug conversation', () => {
  it('on the reference engine is as it was written down', async () => {
    const transcript = await tinyConversation(new Conversation(), 'reference');
    checkGolden(path.join(__dirname, 'golden', 'tiny.golden.txt'), transcript);
  });

  it('on the reference engine is as it was written down, in arithmetic version 2', async () => {
    const transcript = await tinyConversation(new Conversation(), 'reference', { arithmeticVersion: 2 });
    checkGolden(path.join(__dirname, 'golden', 'tiny-integers.golden.txt'), transcript);
  });

  it('about what the reference engine can and cannot do is as it was written down', async () => {
    const transcript = await targetConversation(new Conversation(), 'reference');
    checkGolden(path.join(__dirname, 'golden', 'reference.golden.txt'), transcript);
  });

  it('about what the built-in console can and cannot do is as it was written down', async () => {
    const consoles = new Consoles();
    try {
      const conversation = new Conversation({ target: consoles.target, targetName: 'built-in' });
      const transcript = await targetConversation(conversation, 'built-in');
      checkGolden(path.join(__dirname, 'golden', 'console.golden.txt'), transcript);
    } finally {
      consoles.remove();
    }
  }).timeout(180_000);
});
