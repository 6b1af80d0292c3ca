import assert from 'node:assert/strict';
import { describeAddress, memoryMap, regionAt } from '../../ee/memory-map';

describe('memory map', () => {
  it('is sorted and without overlap', () => {
    memoryMap.forEach((region, index) => {
      const next = memoryMap[index + 1];
      assert.ok(
        region.bytes > 0 && (next === undefined || region.start + region.bytes <= next.start),
        region.name,
      );
    });
  });

  it('names what is at an address', () => {
    const expected: readonly [number, string | undefined][] = [
      [0x00100000, 'RAM'],
      [0x01ffffff, 'RAM'],
      [0x02000000, undefined],
      [0x1000f180, 'Hardware registers'],
      [0x20100000, 'RAM, uncached'],
      [0x31ffffff, 'RAM, uncached accelerated'],
      [0x70003fff, 'Scratchpad'],
      [0x70004000, undefined],
      [0x80000180, 'RAM, kernel'],
      [0xbfc00000, 'BIOS, kernel uncached'],
    ];
    for (const [address, name] of expected) assert.equal(regionAt(address)?.name, name, address.toString(16));
  });

  it('sees the same bytes through every view of RAM', () => {
    const views = memoryMap.filter(({ name }) => name.startsWith('RAM'));
    assert.equal(views.length, 5);
    for (const { bytes, physical } of views) assert.deepEqual([bytes, physical], [0x2000000, 0]);
  });

  it('describes addresses for messages', () => {
    assert.equal(describeAddress(0x70000010), '0x70000010 (Scratchpad+0x10)');
    assert.equal(describeAddress(0x05000000), '0x05000000 (unmapped)');
  });
});
