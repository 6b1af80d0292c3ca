import assert from 'node:assert/strict';
import path from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import { ps2linkTargets } from '../../../debug-adapter/ps2link/node/target';
import { prebuiltElf } from '../consoleTarget';
import { Conversation } from '../conversation';
import { checkGolden } from '../goldenFile';
import { tinyConversation } from '../tinyConversation';
import { LinkConsoles } from './console';

describe('a debug conversation over ps2link', function () {
  this.timeout(120_000);
  let consoles: LinkConsoles;
  let conversation: Conversation | undefined;
  before(() => (consoles = new LinkConsoles()));
  afterEach(async () => {
    conversation?.session.shutdown();
    await consoles.stop();
  });
  after(() => consoles.remove());

  it('with a console in a process of its own is the one with the reference engine', async () => {
    const ports = await consoles.start();
    const target = ps2linkTargets({ elf: prebuiltElf, images: consoles.folder });
    conversation = new Conversation({ target, targetName: 'ps2link' });
    const ps2link = { address: '127.0.0.1', bind: '127.0.0.1', ...ports, resetMs: 50 };
    const transcript = await tinyConversation(conversation, 'ps2link', { ps2link });
    await conversation.closed;
    checkGolden(
      path.join(__dirname, '..', 'golden', 'tiny.golden.txt'),
      transcript.replaceAll('"target":"ps2link"', '"target":"reference"').replace(/,"ps2link":\{[^}]*\}/, ''),
    );
    assert.deepEqual(conversation.faults, []);
  });
});
