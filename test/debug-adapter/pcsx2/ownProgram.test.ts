// Slow: not part of test:quick.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, afterEach, before, describe, it } from 'mocha';
import { MemorySource } from '../../../disc/byteSource';
import { openModel, openTokenizer } from '../../../model/openModel';
import { tokensBytesOf } from '../../../image/bootFiles';
import { planOf } from '../../../project/program/plan';
import { encodePlan } from '../../../model/plan/encodePlan';
import { planHeader, tablePlace } from '../../../model/plan/format/header';
import { buffer, tableNames } from '../../../model/plan/format/tables';
import type { Plan } from '../../../model/plan/plan';
import { Conversation, tiny } from '../conversation';
import { ownProgram, type OwnParts, type OwnProgram } from './ownProgram';
import { Served } from './served';
import { attachArguments, StandIn } from './standIn';

const slot = 28201;

describe("an attach to somebody's own program, which includes ps2ml_mailbox.h", function () {
  this.timeout(180_000);
  let standIn: StandIn;
  let plan: Plan;
  let planFile: Uint8Array;
  let own: OwnProgram;
  let served: Served | undefined;
  let conversation: Conversation;
  before(async () => {
    standIn = new StandIn();
    const source = async (file: string): Promise<MemorySource> =>
      new MemorySource(new Uint8Array(await readFile(file)));
    const model = await openModel(await source(tiny.program), 'tiny.psnt');
    const tokenizer = await openTokenizer(await source(tiny.tokenizer), 'tiny.tokenizer.bin');
    plan = planOf(model, { tokensBytes: tokensBytesOf(tokenizer) });
    planFile = encodePlan(plan, { id: new Uint8Array(32), crcs: [] });
  });
  afterEach(async () => {
    await conversation.close();
    await served?.kill();
    assert.deepEqual(conversation.faults, []);
  });
  after(() => standIn.remove());

  async function start(parts: OwnParts): Promise<void> {
    own = await ownProgram(standIn.folder, plan, parts);
    served = await Served.start(standIn.cli, own.image, slot);
  }
  /** Why the attach is refused, or why the program stands. */
  async function attach(more: object = {}): Promise<string> {
    conversation = new Conversation({ target: standIn.target, targetName: 'pcsx2' });
    await conversation.initialize();
    const args = { ...attachArguments, pineSlot: slot, startTimeout: 10, ...more };
    const { success, message = '' } = await conversation.client.ask('attach', args);
    if (!success) return message;
    return (await conversation.stop('configurationDone')).reason;
  }
  const history = (): number =>
    plan.buffers.find(({ kind }) => kind === 'tokens')?.start ?? assert.fail('no buffer of tokens');

  it('stops it, found by search and by symbol, when it has the plan and its buffers', async () => {
    // As a program that was built before the mailbox could describe one.
    await start({ planFile, tokensAddress: history(), minorVersion: 1 });
    assert.equal(await attach(), 'entry');
    await conversation.stop('next');
    await conversation.stop('next');
    assert.match(await conversation.place(), /^L01:/);
    await conversation.client.request('setFunctionBreakpoints', { breakpoints: [{ name: 'sample' }] });
    for (let pass = 0; pass < 3; pass++) {
      assert.equal((await conversation.stop('continue')).reason, 'breakpoint');
      assert.match(await conversation.place(), /^sample:/);
    }
    await conversation.close();
    await attach({ elf: own.elf });
    await conversation.stop('next');
  });

  it('refuses it without a plan, and says why and what to do', async () => {
    await start({});
    assert.match(
      await attach(),
      /^The program has a mailbox but no plan .*cannot know its operations and buffers: load PLAN\.BIN of tiny\.psnt at 0x[0-9a-f]{8}, .* docs\/mailbox\.md describes; or let the program describe itself \(docs\/own-runtime\.md\)\.$/,
    );
  });

  it('refuses it when a buffer of its plan is elsewhere, and names the first one', async () => {
    const moved = planFile.slice();
    const index = plan.buffers.findIndex(({ name }) => name === 'logits');
    const view = new DataView(moved.buffer);
    const place = planHeader.offsetOf('tables') + tableNames.indexOf('buffers') * tablePlace.bytes;
    const at = view.getUint32(place, true) + index * buffer.bytes + buffer.offsetOf('start');
    const expected = view.getUint32(at, true);
    view.setUint32(at, 0x01f00000, true);
    await start({ planFile: moved, tokensAddress: history() });
    const hex = expected.toString(16).padStart(8, '0');
    const message = await attach();
    assert.ok(
      message.startsWith(
        `The program runs another plan than tiny.psnt: buffer "logits" is at 0x01f00000, expected 0x${hex}; `,
      ),
      message,
    );
  });

  it('ends the session when the program has the plan but keeps its tokens elsewhere', async () => {
    await start({ planFile });
    assert.equal(await attach(), 'entry');
    await conversation.client.request('setFunctionBreakpoints', { breakpoints: [{ name: 'sample' }] });
    await conversation.stop('continue');
    const ended = conversation.client.next('terminated');
    await conversation.client.ask('continue', { threadId: 1 });
    await ended;
    const outputs = conversation.bodies('output') as { category: string; output: string }[];
    assert.match(
      outputs.findLast(({ category }) => category === 'important')?.output ?? '',
      /^The program does not use the buffers of its plan: buffer "\w+" of tiny\.psnt contains token 0 for position \d+ at 0x[0-9a-f]{8}, but the program reported token 7\./,
    );
  });
});
