import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { PineMemory } from '../../../debug-adapter/pine/memory';
import { answerRequest } from '../../../ps2/pine/answer';
import { MemoryMachine, toHex } from '../../ps2/pine/memoryMachine';

/** A link to the server's core that checks the limits. */
class Link {
  readonly requests: Uint8Array[] = [];
  readonly machine = new MemoryMachine();

  async request(commands: Uint8Array): Promise<Uint8Array> {
    this.requests.push(commands.slice());
    assert.ok(commands.length + 4 <= 650_000);
    const reply = await answerRequest(commands, this.machine);
    assert.equal(reply[4], 0);
    assert.ok(reply.length < 450_000);
    return reply.subarray(5);
  }
}

describe('memory over PINE', () => {
  it('is read and written by the widest aligned accesses, in ascending order', async () => {
    const link = new Link();
    const memory = new PineMemory(link);
    await memory.write(
      0x1001,
      Uint8Array.from({ length: 18 }, (_, i) => i + 1),
    );
    assert.deepEqual(link.requests.map(toHex), [
      [
        '04 01 10 00 00 01',
        '05 02 10 00 00 02 03',
        '06 04 10 00 00 04 05 06 07',
        '07 08 10 00 00 08 09 0a 0b 0c 0d 0e 0f',
        '05 10 10 00 00 10 11',
        '04 12 10 00 00 12',
      ].join(' '),
    ]);
    link.requests.length = 0;
    const bytes = await memory.read(0x1000, 8);
    assert.equal(toHex(bytes), '00 01 02 03 04 05 06 07');
    assert.deepEqual(link.requests.map(toHex), ['03 00 10 00 00']);
  });

  it('is what it was set to, at any address and of any length', async () => {
    const link = new Link();
    const memory = new PineMemory(link);
    await fc.assert(
      fc.asyncProperty(fc.nat(40), fc.uint8Array({ maxLength: 40 }), async (address, bytes) => {
        const expected = link.machine.ram.slice(0, 128);
        expected.set(bytes, address);
        await memory.write(address, bytes);
        assert.deepEqual(link.machine.ram.subarray(0, 128), expected);
        assert.deepEqual(await memory.read(address, bytes.length), bytes);
      }),
    );
  });

  it('is split at the limits of a request and a reply', async () => {
    const link = new Link();
    const memory = new PineMemory(link);
    const bytes = new Uint8Array(1_000_003);
    for (let i = 0; i < bytes.length; i++) bytes[i] = (i * 2654435761) >>> 24;
    await memory.write(0x100001, bytes);
    // 49,999 writes of 8 bytes fit.
    assert.equal(link.requests.length, 3);
    link.requests.length = 0;
    assert.ok(Buffer.compare(await memory.read(0x100001, bytes.length), bytes) === 0);
    // 56,249 reads of 8 bytes fit.
    assert.equal(link.requests.length, 3);
    link.requests.length = 0;
    await memory.read(0x100000, 56_249 * 8);
    assert.equal(link.requests.length, 1);
    await memory.write(0x100000, new Uint8Array(49_999 * 8));
    assert.equal(link.requests.length, 2);
  });

  it('ends at 32 MiB, in words', async () => {
    const link = new Link();
    const memory = new PineMemory(link);
    assert.equal((await memory.read(0x1fffff0, 16)).length, 16);
    await assert.rejects(memory.read(0x1fffff1, 16), /^PineError: Cannot access 16 bytes at 0x01fffff1/);
    await assert.rejects(memory.write(0x80000000, new Uint8Array(1)), /0x80000000/);
    assert.equal(link.requests.length, 1);
    assert.equal((await memory.read(0, 0)).length, 0);
    assert.equal(link.requests.length, 1);
  });

  it('does not believe a reply of another length', async () => {
    const memory = new PineMemory({ request: () => Promise.resolve(new Uint8Array(3)) });
    await assert.rejects(memory.read(0, 4), /^PineError: The PINE reply to a read of 4 bytes has 3/);
  });
});
