import assert from 'node:assert/strict';
import fc from 'fast-check';
import { MemorySource, type ByteSource } from '../../disc/byteSource';
import { pageBytes, PagedSource } from '../../disc/pagedSource';

const bytes = Uint8Array.from({ length: 5 * pageBytes + 77 }, (_, i) => (i * 31 + (i >> 8)) & 255);

describe('paged source', () => {
  it('gives the bytes that the source has, keeping no more pages than it may', async () => {
    const paged = new PagedSource(new MemorySource(bytes), 2);
    const range = fc.tuple(fc.nat(bytes.length), fc.nat(2 * pageBytes));
    await fc.assert(
      fc.asyncProperty(range, async ([offset, wanted]) => {
        const length = Math.min(wanted, bytes.length - offset);
        assert.deepEqual(await paged.read(offset, length), bytes.subarray(offset, offset + length));
        assert.ok(paged.pagesKept <= 2);
      }),
    );
  });

  it('reads a page once as long as it is kept', async () => {
    const paged = new PagedSource(new MemorySource(bytes), 2);
    for (let i = 0; i < 10; i++) await paged.read(i * 100, 50);
    assert.equal(paged.bytesRead, pageBytes);
    await Promise.all([paged.read(pageBytes, 1), paged.read(pageBytes + 9, 1), paged.read(0, 1)]);
    assert.equal(paged.bytesRead, 2 * pageBytes);
    await paged.read(2 * pageBytes, 1);
    await paged.read(0, 1);
    assert.equal(paged.bytesRead, 3 * pageBytes, 'the page used last was dropped');
  });

  it('reads long ranges past the pages', async () => {
    const paged = new PagedSource(new MemorySource(bytes));
    await paged.read(10, 3 * pageBytes);
    assert.equal(paged.pagesKept, 0);
    assert.equal(paged.bytesRead, 3 * pageBytes);
  });

  it('asks again for what could not be read, and refuses what is outside', async () => {
    let broken = true;
    const source: ByteSource = {
      size: bytes.length,
      read: (offset, length) =>
        broken
          ? Promise.reject(new Error('unplugged'))
          : Promise.resolve(bytes.subarray(offset, offset + length)),
    };
    const paged = new PagedSource(source);
    await assert.rejects(paged.read(0, 4), /unplugged/);
    broken = false;
    assert.deepEqual(await paged.read(0, 4), bytes.subarray(0, 4));
    await assert.rejects(paged.read(bytes.length - 1, 2), RangeError);
  });
});
