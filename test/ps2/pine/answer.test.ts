import assert from 'node:assert/strict';
import fc from 'fast-check';
import { beforeEach, describe, it } from 'mocha';
import { answerRequest } from '../../../ps2/pine/answer';
import type { MemoryPart } from '../../../ps2/pine/machine';
import { PineConsole } from '../../../ps2/pine/pineConsole';
import { RequestReader } from '../../../ps2/pine/requestReader';
import { fromHex, MemoryMachine, toHex } from './memoryMachine';

/** Request and reply of every command, as they cross the wire; memory at 0x00100000 is 01 02 … 08. */
const transcript: readonly (readonly [name: string, request: string, reply: string])[] = [
  ['Read8', '09 00 00 00 00 02 00 10 00', '06 00 00 00 00 03'],
  ['Read16', '09 00 00 00 01 02 00 10 00', '07 00 00 00 00 03 04'],
  ['Read32', '09 00 00 00 02 04 00 10 00', '09 00 00 00 00 05 06 07 08'],
  ['Read64', '09 00 00 00 03 00 00 10 00', '0d 00 00 00 00 01 02 03 04 05 06 07 08'],
  ['Write8', '0a 00 00 00 04 01 00 20 00 aa', '05 00 00 00 00'],
  ['Write16', '0b 00 00 00 05 02 00 20 00 aa bb', '05 00 00 00 00'],
  ['Write32', '0d 00 00 00 06 04 00 20 00 aa bb cc dd', '05 00 00 00 00'],
  ['Write64', '11 00 00 00 07 08 00 20 00 aa bb cc dd ee ff 11 22', '05 00 00 00 00'],
  ['Version', '05 00 00 00 08', '0c 00 00 00 00 03 00 00 00 56 31 00'],
  ['SaveState', '06 00 00 00 09 03', '05 00 00 00 00'],
  ['LoadState', '06 00 00 00 0a ff', '05 00 00 00 00'],
  ['Title', '05 00 00 00 0b', '0e 00 00 00 00 05 00 00 00 54 69 6e 79 00'],
  ['ID', '05 00 00 00 0c', '14 00 00 00 00 0b 00 00 00 50 53 4d 4c 2d 30 30 30 30 31 00'],
  ['UUID', '05 00 00 00 0d', '12 00 00 00 00 09 00 00 00 30 42 41 44 46 30 30 44 00'],
  ['GameVersion', '05 00 00 00 0e', '0e 00 00 00 00 05 00 00 00 31 2e 30 30 00'],
  ['Status', '05 00 00 00 0f', '09 00 00 00 00 00 00 00 00'],
  ['nothing', '04 00 00 00', '05 00 00 00 00'],
  ['memory that is none', '09 00 00 00 02 00 00 00 04', '09 00 00 00 00 00 00 00 00'],
  ['an unknown command', '05 00 00 00 10', '05 00 00 00 ff'],
  ['a command that is cut off', '08 00 00 00 00 00 00 10', '05 00 00 00 ff'],
];
const failure = '05 00 00 00 ff';

describe('replies of the PINE server', () => {
  let machine: MemoryMachine;
  const answer = async (frame: string): Promise<string> => {
    const body = new RequestReader().push(fromHex(frame));
    assert.ok(body, 'the request is whole');
    return toHex(await answerRequest(body, machine));
  };
  beforeEach(() => {
    machine = new MemoryMachine();
    machine.ram.set([1, 2, 3, 4, 5, 6, 7, 8], 0x100000);
  });

  for (const [name, request, reply] of transcript) {
    it(`answers ${name} with ${reply}`, async () => assert.equal(await answer(request), reply));
  }

  it('takes as many writes as fit into a request as one access, without copying each', async () => {
    const count = Math.floor((650_000 - 4) / 7);
    const request = new Uint8Array(4 + count * 7);
    const view = new DataView(request.buffer);
    view.setUint32(0, request.length, true);
    for (let i = 0; i < count; i++) {
      view.setUint8(4 + i * 7, 5);
      view.setUint32(5 + i * 7, 0x100000 + 4 * i, true);
      view.setUint16(9 + i * 7, i, true);
    }
    const accesses: (readonly MemoryPart[])[] = [];
    const console = new PineConsole(
      {
        ask: (_name: string, ask: unknown) => {
          accesses.push((ask as { readonly parts: readonly MemoryPart[] }).parts);
          return Promise.resolve(null as never);
        },
      },
      machine.texts,
    );
    // In pieces, as a network delivers them.
    const reader = new RequestReader();
    let body: Uint8Array | undefined;
    for (let at = 0; at < request.length; at += 1000) body = reader.push(request.subarray(at, at + 1000));
    assert.ok(body);
    assert.equal(toHex(await answerRequest(body, console)), '05 00 00 00 00');
    const [parts = []] = accesses;
    assert.deepEqual([accesses.length, parts.length], [1, count]);
    assert.equal(new Set(parts.map(({ bytes }) => bytes.buffer)).size, 1);
  });

  it('puts every width of value where it belongs, and queues states', async () => {
    for (const [, request] of transcript) await answer(request);
    const written = toHex(machine.ram.subarray(0x200000, 0x200010));
    assert.equal(written, '00 aa aa bb aa bb cc dd aa bb cc dd ee ff 11 22');
    assert.deepEqual(machine.slots, ['save 3', 'load 255']);
  });

  it('answers Status alone while no game runs', async () => {
    machine.state = 'shut down';
    assert.equal(await answer('05 00 00 00 0f'), '09 00 00 00 00 02 00 00 00');
    for (const [name, request] of transcript) {
      if (name !== 'Status' && name !== 'nothing') assert.equal(await answer(request), failure, name);
    }
  });

  it('fails as a whole, with the writes before the failing command done and none after', async () => {
    const [before, after] = ['04 00 00 20 00 aa', '04 01 00 20 00 bb'];
    assert.equal(await answer(`11 00 00 00 ${before} 77 ${after}`), failure);
    assert.deepEqual([...machine.ram.subarray(0x200000, 0x200002)], [0xaa, 0]);
  });

  it('answers 56,249 reads of 8 bytes and refuses one more', async () => {
    const reads = (count: number): Uint8Array => {
      const body = new Uint8Array(count * 5);
      for (let i = 0; i < count; i++) body.set([3, 0, 0, 0x10, 0], i * 5);
      return body;
    };
    const most = await answerRequest(reads(56_249), machine);
    assert.equal(most.length, 449_997);
    assert.deepEqual([...most.subarray(-8)], [1, 2, 3, 4, 5, 6, 7, 8]);
    assert.equal(toHex(await answerRequest(reads(56_250), machine)), failure);
  });

  it('executes any batch as one command after another would be', async () => {
    const command = fc.record({
      opcode: fc.nat(7),
      address: fc.nat(24),
      value: fc.uint8Array({ minLength: 8, maxLength: 8 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(command, { maxLength: 30 }), async (commands) => {
        const [together, apart] = [machine, new MemoryMachine()];
        together.ram.fill(7, 0, 64);
        apart.ram.fill(7, 0, 64);
        const bodies = commands.map(({ opcode, address, value }) =>
          Uint8Array.of(opcode, address, 0, 0, 0, ...(opcode < 4 ? [] : value.slice(0, 1 << (opcode & 3)))),
        );
        const reply = await answerRequest(Uint8Array.from(bodies.flatMap((body) => [...body])), together);
        const payloads: number[] = [];
        for (const body of bodies) payloads.push(...(await answerRequest(body, apart)).subarray(5));
        assert.deepEqual([...reply.subarray(5)], payloads);
        assert.deepEqual(together.ram.subarray(0, 64), apart.ram.subarray(0, 64));
      }),
      { numRuns: 50 },
    );
  });
});

describe('requests in a stream', () => {
  it('are put together out of any pieces', () => {
    const body = fc.uint8Array({ maxLength: 40 });
    fc.assert(
      fc.property(
        fc.array(body, { maxLength: 4 }),
        fc.array(fc.integer({ min: 1, max: 7 })),
        (bodies, sizes) => {
          const reader = new RequestReader();
          for (const expected of bodies) {
            const frame = Uint8Array.of(expected.length + 4, 0, 0, 0, ...expected);
            let found: Uint8Array | undefined;
            for (let at = 0, i = 0; at < frame.length; i++) {
              assert.equal(found, undefined, 'whole only at the end');
              const size = sizes[i] ?? frame.length;
              found = reader.push(frame.subarray(at, at + size));
              at += size;
            }
            assert.deepEqual(found, expected);
          }
        },
      ),
    );
  });

  it('are lost when they come together with the one before', () => {
    const reader = new RequestReader();
    assert.deepEqual(reader.push(fromHex('05 00 00 00 0f 05 00 00 00 08')), fromHex('0f'));
    assert.deepEqual(reader.push(fromHex('05 00 00 00 0b')), fromHex('0b'));
  });

  for (const length of ['03 00 00 00', '00 00 00 00', '11 eb 09 00', 'ff ff ff ff']) {
    it(`have no length of ${length}: no answer, and what follows counts as a new one`, () => {
      const reader = new RequestReader();
      assert.equal(reader.push(fromHex(`${length} 0f`)), undefined);
      // Had it been one stream, the rest of the bad request would still be waited for.
      assert.deepEqual(reader.push(fromHex('05 00 00 00 08')), fromHex('08'));
    });
  }

  it('may be 650,000 bytes long', () => {
    const reader = new RequestReader();
    assert.equal(reader.push(fromHex('10 eb 09 00')), undefined);
    assert.equal(reader.push(new Uint8Array(649_995)), undefined);
    assert.equal(reader.push(new Uint8Array(1))?.length, 649_996);
  });
});
