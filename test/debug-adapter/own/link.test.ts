// Slow: not part of test:quick.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import { ps2linkTargets } from '../../../debug-adapter/ps2link/node/target';
import { prebuiltElf } from '../consoleTarget';
import { Conversation } from '../conversation';
import { checkGolden } from '../goldenFile';
import { LinkConsoles } from '../ps2link/console';
import { alike, ownConversation, ownElf, ownLaunch, ownModel } from './ownConversation';

describe('a program that describes itself, over ps2link', function () {
  this.timeout(180_000);
  let consoles: LinkConsoles;
  let conversation: Conversation;
  before(() => (consoles = new LinkConsoles()));
  afterEach(async () => {
    conversation.session.shutdown();
    await consoles.stop();
  });
  after(() => consoles.remove());

  it('has the conversation that it has on the built-in console', async () => {
    const ports = await consoles.start();
    const target = ps2linkTargets({ elf: prebuiltElf, images: consoles.folder });
    conversation = new Conversation({ target, targetName: 'ps2link' });
    const ps2link = { address: '127.0.0.1', bind: '127.0.0.1', ...ports, resetMs: 50 };
    const transcript = await ownConversation(conversation, () =>
      conversation.client.request('launch', { ...ownLaunch('ps2link'), ps2link }),
    );
    await conversation.close();
    checkGolden(path.join(__dirname, '..', 'golden', 'own.golden.txt'), alike(transcript));
    assert.deepEqual(conversation.faults, []);
  });

  it('runs on when its debugger leaves, and is found again', async () => {
    const ports = await consoles.start();
    const target = ps2linkTargets({ elf: prebuiltElf, images: consoles.folder });
    const ps2link = { address: '127.0.0.1', bind: '127.0.0.1', ...ports, resetMs: 50 };
    conversation = new Conversation({ target, targetName: 'ps2link' });
    await conversation.initialize();
    await conversation.client.request('launch', {
      ...ownLaunch('ps2link'),
      onDisconnect: 'keepRunning',
      ps2link,
    });
    await conversation.stop('configurationDone');
    await conversation.client.request('disconnect', { terminateDebuggee: false });
    await conversation.closed;
    assert.deepEqual(conversation.faults, []);

    conversation = new Conversation({ target, targetName: 'ps2link' });
    await conversation.initialize();
    const attach = { ...ownModel, target: 'ps2link', ps2link: { ...ps2link, elf: ownElf } };
    await conversation.client.request('attach', attach);
    await conversation.stop('configurationDone');
    const [pass] = await conversation.scope('Pass');
    assert.ok(Number(pass?.value) >= 1, 'its operations are known');
    await conversation.stop('ps2ml/stepLayer');
    assert.match(await conversation.place(), /^L0\d:/);
    await conversation.close();
    assert.deepEqual(conversation.faults, []);
  });
});
