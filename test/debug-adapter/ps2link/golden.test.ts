// Slow: not part of test:quick.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import { ps2linkTargets } from '../../../debug-adapter/ps2link/node/target';
import { prebuiltElf } from '../consoleTarget';
import { Conversation, tiny } from '../conversation';
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

  it('says how deep the stack got as its memory shows it', async () => {
    const ports = await consoles.start();
    const target = ps2linkTargets({ elf: prebuiltElf, images: consoles.folder });
    conversation = new Conversation({ target, targetName: 'ps2link' });
    const ps2link = { address: '127.0.0.1', bind: '127.0.0.1', ...ports, resetMs: 50 };
    await conversation.initialize();
    await conversation.client.request('launch', { ...tiny, target: 'ps2link', tokens: 2, ps2link });
    await conversation.stop('configurationDone');
    await conversation.stop('ps2ml/stepToken');
    const { start, end } =
      conversation.plan.regions.find(({ kind }) => kind === 'stack') ?? assert.fail('no stack');
    const data = await conversation.memory(`0x${start.toString(16)}`, 0, end - start);
    const bytes = Buffer.from(data ?? '', 'base64');
    assert.equal(bytes.length, end - start);
    const first = bytes.findIndex((byte) => byte !== 0x5e);
    const told = conversation.trace.flatMap((event) => (event.type === 'stack' ? [event.bytes] : []));
    assert.equal(told.at(-1), bytes.length - (first - (first % 4)));
    await conversation.close();
  });
});
