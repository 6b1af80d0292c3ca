import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { after, afterEach, before, describe, it } from 'mocha';
import { disassemble } from '../../ee/disassemble';
import { readElf } from '../../ee/elf';
import { Consoles, prebuiltElf } from './consoleTarget';
import { Conversation, tiny } from './conversation';

describe('what a session shows of the console', function () {
  this.timeout(180_000);
  const consoles = new Consoles();
  const elf = readElf(new Uint8Array(readFileSync(prebuiltElf)), 'ps2ml.elf');
  let conversation: Conversation;

  before(async () => {
    const options = {
      target: consoles.target,
      targetName: 'built-in',
      initialize: { supportsInvalidatedEvent: true },
    };
    conversation = await Conversation.launch({ ...tiny, target: 'built-in' }, options);
    await conversation.stop('configurationDone');
  });
  afterEach(() => assert.deepEqual(conversation.faults, []));
  after(async () => {
    await conversation.close();
    consoles.remove();
  });

  const symbol = (name: string) =>
    elf.symbols.find((candidate) => candidate.name === name) ?? assert.fail(`no symbol ${name}`);
  const reference = (address: number): string => `0x${address.toString(16)}`;
  const instructionsAt = async (args: object): Promise<readonly DebugProtocol.DisassembledInstruction[]> => {
    const body = await conversation.client.request<DebugProtocol.DisassembleResponse>('disassemble', args);
    return body?.instructions ?? [];
  };

  it('tells the editor that it can step back, show instructions and change memory', () => {
    const [body] = conversation.bodies('capabilities') as DebugProtocol.CapabilitiesEvent['body'][];
    assert.deepEqual(body?.capabilities, {
      supportsStepBack: true,
      supportsWriteMemoryRequest: true,
      supportsSetVariable: true,
      supportsSetExpression: true,
      supportsDisassembleRequest: true,
    });
  });

  it('registers: the place where the program waits, cycles, and 34 of 128 bits', async () => {
    const registers = await conversation.scope('CPU registers');
    const [pc, cycles, ...general] = registers;
    assert.match(pc?.value ?? '', /^0x[0-9A-F]{8} wait_for_host$/);
    assert.ok(Number(cycles?.value.replaceAll(',', '')) > 1_000_000);
    assert.equal(general.length, 34);
    assert.deepEqual(
      [general[0]?.name, general[0]?.value],
      ['zero', `0x${Array(4).fill('00000000').join('_')}`],
    );
    const sp = general.find(({ name }) => name === 'sp');
    const stack = conversation.plan.regions.find(({ kind }) => kind === 'stack');
    assert.ok(stack);
    const address = Number(sp?.memoryReference);
    assert.ok(address > stack.start && address <= stack.end, sp?.value);
  });

  it('instructions: those of the program, with the names of its functions', async () => {
    const { address, bytes } = symbol('debugger_poll');
    const count = bytes / 4;
    const found = await instructionsAt({ memoryReference: reference(address), instructionCount: count });
    const file = readFileSync(prebuiltElf);
    const segment = elf.segments.find(
      (part) => part.address <= address && address < part.address + part.fileBytes,
    );
    assert.ok(segment);
    const start = segment.fileOffset + address - segment.address;
    assert.equal(found.length, count);
    assert.equal(found[0]?.symbol, 'debugger_poll');
    found.forEach(({ address: text, instruction, instructionBytes }, index) => {
      const word = file.readUInt32LE(start + index * 4);
      assert.equal(Number(text), address + index * 4);
      assert.equal(instructionBytes, word.toString(16).padStart(8, '0'));
      assert.equal(instruction.replace(/ <.*>$/, ''), disassemble(word, address + index * 4));
    });
    assert.ok(found.some(({ instruction }) => instruction.startsWith('jr ra')));
    assert.ok(found.some(({ instruction }) => /^jal 0x[0-9a-f]+ <\w+>$/.test(instruction)));
  });

  it('instructions: as many as asked for, also before the pc and outside memory', async () => {
    const [frame] = await conversation.frames();
    const pc = frame?.instructionPointerReference ?? '';
    assert.equal(Number(pc), symbol('wait_for_host').address);
    const around = await instructionsAt({
      memoryReference: pc,
      instructionOffset: -10,
      instructionCount: 20,
    });
    assert.equal(around.length, 20);
    assert.equal(around[10]?.symbol, 'wait_for_host');
    const low = await instructionsAt({
      memoryReference: '0x00000008',
      instructionOffset: -4,
      instructionCount: 6,
    });
    const hints = low.map(({ presentationHint }) => presentationHint ?? 'fine');
    assert.deepEqual(hints, ['invalid', 'invalid', 'fine', 'fine', 'fine', 'fine']);
    const high = await instructionsAt({ memoryReference: '0x01fffffc', instructionCount: 2 });
    assert.deepEqual(
      high.map(({ presentationHint }) => presentationHint ?? 'fine'),
      ['fine', 'invalid'],
    );
    const refused = await conversation.client.ask('disassemble', {
      memoryReference: 'main',
      instructionCount: 1,
    });
    assert.match(refused.message ?? '', /"main" is not an address/);
  });

  it('memory: all of it, and what is written is there', async () => {
    assert.equal(Buffer.from((await conversation.memory('0x0', 0, 64)) ?? '', 'base64').length, 64);
    const free = conversation.plan.regions.find(({ kind }) => kind === 'free');
    assert.ok(free);
    const data = Buffer.from('a word in free memory').toString('base64');
    const memoryReference = reference(free.start);
    const written = await conversation.client.request<DebugProtocol.WriteMemoryResponse>('writeMemory', {
      memoryReference,
      offset: 16,
      data,
    });
    assert.equal(written?.bytesWritten, 21);
    assert.deepEqual(conversation.bodies('invalidated'), [{ areas: ['variables'] }]);
    assert.equal(await conversation.memory(memoryReference, 16, 21), data);
    const wrong = await conversation.client.ask('writeMemory', { memoryReference, data: '***' });
    assert.match(wrong.message ?? '', /is not valid base64/);
  });

  it('what the reference engine cannot show it refuses in words', async () => {
    const other = await Conversation.launch({ ...tiny });
    await other.stop('configurationDone');
    try {
      assert.ok((await other.scopes()).every(({ name }) => name !== 'CPU registers'));
      const [body] = other.bodies('capabilities') as DebugProtocol.CapabilitiesEvent['body'][];
      assert.equal(body?.capabilities.supportsDisassembleRequest, undefined);
      const memoryReference = '0x00180000';
      const lines = await other.client.ask('disassemble', { memoryReference, instructionCount: 1 });
      assert.match(
        lines.message ?? '',
        /^The reference target does not support disassembly.*"target": "built-in"/,
      );
      const place = { memoryReference: '0x01fffff0', data: 'AAAA' };
      const write = await other.client.ask('writeMemory', place);
      assert.match(write.message ?? '', /^The reference engine has only the memory that operations use/);
    } finally {
      await other.close();
    }
  });
});
