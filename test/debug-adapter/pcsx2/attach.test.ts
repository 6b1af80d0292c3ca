// Slow: not part of test:quick.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import { projectRoot } from '../../support/project';
import { prebuiltElf } from '../consoleTarget';
import { Conversation, tiny } from '../conversation';
import { Served, tinyImage } from './served';
import { attachArguments, StandIn } from './standIn';

const slot = 28181;

describe('an attach to PCSX2', function () {
  this.timeout(180_000);
  let standIn: StandIn;
  let served: Served;
  let conversation: Conversation;
  before(async () => {
    standIn = new StandIn();
    served = await Served.start(standIn.cli, await tinyImage(standIn.folder, 600_000), slot);
  });
  afterEach(async () => {
    await conversation.close();
    assert.deepEqual(conversation.faults, []);
  });
  after(async () => {
    await served.kill();
    standIn.remove();
  });

  async function attach(more: object = {}): Promise<string> {
    conversation = new Conversation({ target: standIn.target, targetName: 'pcsx2' });
    await conversation.initialize();
    const args = { ...attachArguments, pineSlot: slot, ...more };
    const { success, message = '' } = await conversation.client.ask('attach', args);
    if (!success) return message;
    const { reason } = await conversation.stop('configurationDone');
    return reason;
  }

  it('refuses an ELF that does not say where the mailbox is', async () => {
    const other = path.join(projectRoot, 'test', 'fixtures', 'ps2', 'disc.elf');
    assert.match(await attach({ elf: other }), /has no symbol ps2ml_mailbox/);
    assert.match(await attach({ elf: process.execPath }), /is not|expected at most|ELF/);
    assert.match(await attach({ elf: '/nowhere.elf' }), /\/nowhere\.elf/);
  });

  it('finds the mailbox in all of RAM, steps, and leaves the program to itself', async () => {
    assert.equal(await attach(), 'entry');
    await conversation.stop('next');
    assert.match(await conversation.place(), /^L00:/);
    assert.deepEqual((conversation.bodies('capabilities') as { capabilities: object }[])[0]?.capabilities, {
      supportsSetVariable: true,
      supportsSetExpression: true,
      supportsWriteMemoryRequest: true,
      supportsDisassembleRequest: true,
    });
  });

  it('finds it by the symbol of an ELF, and goes on with the text under way, whose tokens are in RAM', async () => {
    await attach({ elf: prebuiltElf });
    const tokens = (await conversation.scope('Pass')).find(({ name }) => name === 'tokens');
    assert.match(tokens?.value ?? '', /^\d+ tokens "Once upon a time/);
    await conversation.stop('next');
  });

  it('begins anew with a prompt, and writes what the reference engine writes', async () => {
    assert.equal(await attach({ elf: prebuiltElf, prompt: 'A dragon', tokens: 3 }), 'entry');
    await conversation.end('continue');
    const other = await Conversation.launch({ ...tiny, prompt: 'A dragon', tokens: 3 });
    await other.stop('configurationDone');
    await other.end('continue');
    assert.equal(conversation.text, other.text);
    await other.close();
  });
});
