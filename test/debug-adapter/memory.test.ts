import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { parseMemoryReference, readMemoryBlock } from '../../debug-adapter/values/memory';
import type { Target } from '../../debug-adapter/targets/target';
import type { Capabilities } from '../../targets/descriptor';
import { reference } from '../../targets/reference';
import { tinyPlan } from './walk';

/** A target whose RAM at address a holds a & 255, read in pieces of at most 100 bytes, only where `readable`. */
function target(
  readMemory: Capabilities['readMemory'],
  readable: (address: number) => boolean,
): Pick<Target, 'descriptor' | 'plan' | 'readMemory'> {
  return {
    descriptor: { ...reference, capabilities: { ...reference.capabilities, readMemory } },
    plan: tinyPlan,
    readMemory: (address, length) => {
      const bytes: number[] = [];
      for (let at = address; at < address + Math.min(length, 100) && readable(at); at++) bytes.push(at & 255);
      return Promise.resolve(Uint8Array.from(bytes));
    },
  };
}

const filled = tinyPlan.regions.filter(({ kind }) =>
  ['weights', 'activations', 'kv', 'stream'].includes(kind),
);
const isInside = (address: number): boolean =>
  filled.some(({ start, end }) => start <= address && address < end);
const weights = filled[0]?.start ?? 0;

describe('memory', () => {
  it('is read piece by piece as far as wanted', async () => {
    const block = await readMemoryBlock(
      target('all', () => true),
      0x180001,
      1000,
    );
    assert.deepEqual(
      block.bytes,
      Uint8Array.from({ length: 1000 }, (_, i) => (0x180001 + i) & 255),
    );
    assert.equal(block.unreadableBytes, 0);
  });

  it('that cannot be read says how far it is to the next that can', async () => {
    const some = target('buffers', isInside);
    const before = await readMemoryBlock(some, weights - 10, 64);
    assert.deepEqual([before.bytes.length, before.unreadableBytes], [0, 10]);
    const far = await readMemoryBlock(some, 0, 64);
    assert.deepEqual([far.bytes.length, far.unreadableBytes], [0, 64]);
    const across = await readMemoryBlock(some, weights - 10 + before.unreadableBytes, 64);
    assert.equal(across.bytes.length, 64);
    const end = filled.at(-1)?.end ?? 0;
    const last = await readMemoryBlock(some, end - 8, 64);
    assert.deepEqual([last.bytes.length, last.unreadableBytes], [8, 56]);
  });

  it('ends at 32 MiB and does not begin before 0', async () => {
    const all = target('all', () => true);
    const end = await readMemoryBlock(all, 0x2000000 - 4, 16);
    assert.deepEqual([end.bytes.length, end.unreadableBytes], [4, 12]);
    const beyond = await readMemoryBlock(all, 0x2000000, 16);
    assert.deepEqual([beyond.bytes.length, beyond.unreadableBytes], [0, 16]);
    const negative = await readMemoryBlock(all, -8, 4);
    assert.deepEqual([negative.bytes.length, negative.unreadableBytes], [0, 4]);
  });

  it('references are addresses in hexadecimal or decimal', () => {
    assert.equal(parseMemoryReference('0x00180000'), 0x180000);
    assert.equal(parseMemoryReference('42'), 42);
    for (const text of ['', 'x', '0x', '-1', '1.5', '0x123456789'])
      assert.equal(parseMemoryReference(text), undefined);
  });
});
