import assert from 'node:assert/strict';
import fc from 'fast-check';
import { StackMark } from '../../debug-adapter/mailbox/host/stackMark';
import type { MemoryPort } from '../../debug-adapter/mailbox/memoryPort';

/** A memory of bytes. */
function portOf(memory: Uint8Array): MemoryPort {
  const read = (address: number, length: number): Uint8Array => memory.slice(address, address + length);
  const write = (address: number, bytes: Uint8Array): Promise<void> => {
    memory.set(bytes, address);
    return Promise.resolve();
  };
  return {
    read: (address, length) => Promise.resolve(read(address, length)),
    readAll: (ranges) => Promise.resolve(ranges.map(({ address, length }) => read(address, length))),
    write,
    writeAll: async (parts) => {
      for (const { address, bytes } of parts) await write(address, bytes);
    },
  };
}

describe('how deep a stack gets', () => {
  const region = { start: 64, end: 64 + 256 };

  it('is the lowest word that was ever written, told when it grows', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat({ max: 255 }), fc.nat({ max: 255 }))), async (writes) => {
        const memory = new Uint8Array(400);
        const mark = new StackMark(portOf(memory), region);
        await mark.paint();
        let deepest: number | undefined;
        for (const [at, value] of writes) {
          const old = memory[region.start + at];
          memory[region.start + at] = value;
          // What looks like the paint cannot be told from it.
          const depth = value === old ? 0 : region.end - region.start - (at - (at % 4));
          const grows = depth > (deepest ?? 0);
          if (grows) deepest = depth;
          assert.equal(await mark.deeper(), grows ? depth : undefined);
        }
      }),
    );
  });

  it('is not said of a stack that was not painted', async () => {
    const mark = new StackMark(portOf(new Uint8Array(400)), region);
    assert.equal(await mark.deeper(), undefined);
  });
});
