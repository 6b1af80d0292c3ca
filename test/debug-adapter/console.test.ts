import path from 'node:path';
import { after, describe, it } from 'mocha';
import { Conversation } from './conversation';
import { Consoles } from './consoleTarget';
import { checkGolden } from './goldenFile';
import { tinyConversation } from './tinyConversation';

describe('a session on the built-in console', function () {
  this.timeout(60_000);
  const consoles = new Consoles();
  after(() => consoles.remove());

  it('has the conversation that the reference engine has, to the bit', async () => {
    const conversation = new Conversation({ target: consoles.target, targetName: 'console' });
    const transcript = await tinyConversation(conversation, 'console');
    checkGolden(path.join(__dirname, 'golden', 'tiny.golden.txt'), transcript);
  });
});
