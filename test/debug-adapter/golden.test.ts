import path from 'node:path';
import { describe, it } from 'mocha';
import { Conversation } from './conversation';
import { checkGolden } from './goldenFile';
import { tinyConversation } from './tinyConversation';

describe('a debug conversation', () => {
  it('on the reference engine is as it was written down', async () => {
    const transcript = await tinyConversation(new Conversation(), 'reference');
    checkGolden(path.join(__dirname, 'golden', 'tiny.golden.txt'), transcript);
  });
});
