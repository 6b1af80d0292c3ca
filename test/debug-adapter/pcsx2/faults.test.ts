// Slow: not part of test:quick.
import assert from 'node:assert/strict';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import { findMailbox } from '../../../debug-adapter/mailbox/find';
import { offsets } from '../../../debug-adapter/mailbox/layout';
import { wordBytes } from '../../../debug-adapter/mailbox/words';
import { pineDial } from '../../../debug-adapter/node/pineSocket';
import { PineClient } from '../../../debug-adapter/pine/client';
import { PineMemory } from '../../../debug-adapter/pine/memory';
import { readElf } from '../../../ee/elf';
import { readFileSync } from 'node:fs';
import { prebuiltElf } from '../consoleTarget';
import { Conversation, tiny } from '../conversation';
import { DamagingProxy, Served, tinyImage, type Damage } from './served';
import { attachArguments, StandIn } from './standIn';

const [slot, behind] = [28161, 28162];
/** Seconds, so that a test does not last long. */
const limits = { pineTimeout: 1, startTimeout: 20 };

describe('faults of the link to PCSX2', function () {
  this.timeout(180_000);
  let standIn: StandIn;
  let image: string;
  /** One for as many tests as leave it alive. */
  let served: Served | undefined;
  let proxy: DamagingProxy;
  let conversation: Conversation;
  const unhandled: unknown[] = [];
  const keep = (reason: unknown): void => void unhandled.push(reason);

  before(async () => {
    standIn = new StandIn();
    image = await tinyImage(standIn.folder, 600_000);
    process.on('unhandledRejection', keep);
  });
  after(async () => {
    await kill();
    process.off('unhandledRejection', keep);
    standIn.remove();
  });
  beforeEach(async () => {
    served ??= await Served.start(standIn.cli, image, behind);
    proxy = await DamagingProxy.between(standIn.socket(slot), standIn.socket(behind));
    conversation = new Conversation({ target: standIn.target, targetName: 'pcsx2' });
    await conversation.initialize();
  });
  afterEach(async () => {
    await conversation.close();
    await proxy.close();
    assert.deepEqual(unhandled, []);
  });

  async function kill(): Promise<void> {
    await served?.kill();
    served = undefined;
  }
  /** Attaches and begins anew, so that every test begins at the entry. */
  async function attach(more: object = {}): Promise<void> {
    const args = { ...attachArguments, prompt: tiny.prompt, pineSlot: slot, ...limits, ...more };
    await conversation.client.request('attach', args);
    await conversation.stop('configurationDone');
  }
  /** The sentence that the editor shows when the session ends. */
  async function ending(command: string): Promise<string> {
    const ended = conversation.client.next('terminated');
    await conversation.client.ask(command, { threadId: 1 });
    await ended;
    const outputs = conversation.bodies('output') as { category: string; output: string }[];
    return outputs.findLast(({ category }) => category === 'important')?.output ?? '';
  }

  /** Damages that one session outlives: each falls on some reply in the middle of a run. */
  const outlived: Readonly<Record<string, (count: { left: number }) => Damage>> = {
    'split into bytes': () => (reply, client) => {
      for (const byte of reply) client.write(Uint8Array.of(byte));
      return true;
    },
    short: (count) => (reply, client) => count.left-- === 0 && client.write(reply.subarray(0, 7)),
    late: (count) => (reply, client) => {
      if (count.left-- !== 0) return false;
      setTimeout(() => client.writable && client.write(reply), 1600);
      return true;
    },
    lost: (count) => () => count.left-- === 0,
    garbage: (count) => (_reply, client) =>
      count.left-- === 0 && client.write(Buffer.from('HTTP/1.1 200 OK\r\n')),
    'cut off': (count) => (_reply, client) => count.left-- === 0 && Boolean(client.destroy()),
  };
  for (const [name, damage] of Object.entries(outlived)) {
    it(`a reply that is ${name}: the session goes on`, async () => {
      await attach();
      proxy.damage = damage({ left: 2 });
      await conversation.stop('next');
      await conversation.stop('next');
      assert.equal(await conversation.place(), 'L01:26');
    });
  }

  it('replies that never come any more end the session in a sentence', async () => {
    await attach();
    proxy.damage = () => true;
    assert.match(await ending('next'), /^PINE did not answer within 1 s: PCSX2 hangs, or another program/);
  });

  it('a second client gets a sentence, and the first goes on', async () => {
    await attach();
    const other = new Conversation({ target: standIn.target, targetName: 'pcsx2' });
    await other.initialize();
    // Past the register of this process, as a program of somebody else would.
    const answer = await other.client.ask('attach', { ...attachArguments, pineSlot: behind, ...limits });
    assert.match(answer.message ?? '', /^PINE did not answer within 1 s: .*one at a time/);
    await other.close();
    const third = new Conversation({ target: standIn.target, targetName: 'pcsx2' });
    await third.initialize();
    const refused = await third.client.ask('attach', { ...attachArguments, pineSlot: slot, ...limits });
    assert.match(refused.message ?? '', /^Another debug session already uses PINE slot 28161/);
    await third.close();
    await conversation.stop('next');
  });

  it('a model that the program does not run is refused', async () => {
    const { program, target } = attachArguments;
    const host = { adjacentTokenizer: () => Promise.resolve(undefined) };
    const alone = new Conversation({ target: standIn.target, targetName: 'pcsx2', host });
    await alone.initialize();
    const answer = await alone.client.ask('attach', { program, target, pineSlot: slot, ...limits });
    assert.match(answer.message ?? '', /runs another plan than tiny\.psnt.*same model and tokenizer/);
    await alone.close();
  });

  it('a program that has crashed is given up, with a hint where its place is named', async () => {
    await attach({ startTimeout: 4 });
    const elf = readElf(new Uint8Array(readFileSync(prebuiltElf)), 'ps2ml.elf');
    const place = elf.symbols.find(({ name }) => name === 'execute') ?? assert.fail('no symbol');
    // A double word from an address that is no multiple of 8.
    const memoryReference = `0x${place.address.toString(16)}`;
    const data = Buffer.from(wordBytes(0xdc020001)).toString('base64');
    await conversation.client.request('writeMemory', { memoryReference, data });
    assert.match(
      await ending('next'),
      /^The program has given no sign of life for 4 s .*"target": "built-in"/,
    );
    await kill();
  });

  it('a server that goes in the middle ends the session in a sentence', async () => {
    await attach();
    await kill();
    await proxy.close();
    assert.match(await ending('next'), /^(PCSX2 does not listen at .*28161|The connection to PCSX2 ended)/);
  });

  it('a server that goes while the program stands is noticed, too', async () => {
    await attach();
    const ended = conversation.client.next('terminated');
    await kill();
    await proxy.close();
    await ended;
    assert.match((await conversation.client.ask('next', { threadId: 1 })).message ?? '', /has ended/);
  });

  it('a mailbox of another version is refused before anything is written to it', async () => {
    const client = new PineClient(pineDial([{ kind: 'socket', path: standIn.socket(behind) }]), 5000);
    const memory = new PineMemory(client);
    let address: number | undefined;
    while (address === undefined) {
      address = await findMailbox(memory);
      if (address === undefined) await sleep(50);
    }
    await memory.write(address + offsets.version, wordBytes(0x00020003));
    const before = await memory.read(address + offsets.hostHeartbeat, 0x80);
    client.close();
    const answer = await conversation.client.ask('attach', {
      ...attachArguments,
      pineSlot: slot,
      ...limits,
    });
    assert.match(answer.message ?? '', /mailbox has version 2\.3, but this debugger supports 1\.x/);
    const after = new PineClient(pineDial([{ kind: 'socket', path: standIn.socket(behind) }]), 5000);
    assert.deepEqual(await new PineMemory(after).read(address + offsets.hostHeartbeat, 0x80), before);
    after.close();
    await kill();
  });

  it('a PCSX2 that runs no game, or is not there, is a sentence', async () => {
    await proxy.close();
    const answer = await conversation.client.ask('attach', { ...attachArguments, pineSlot: slot, ...limits });
    assert.match(answer.message ?? '', /^PCSX2 does not listen at .*pcsx2\.sock\.28161/);
    proxy = await DamagingProxy.between(standIn.socket(slot), path.join(standIn.folder, 'nobody'));
  });
});
