import assert from 'node:assert/strict';
import fc from 'fast-check';
import { imageInMemory } from '../../disc/imageBytes';
import { DataCacheModel } from '../../ps2/machine/dataCache';
import { Disc, memoryDisc } from '../../ps2/drive/disc';
import { schedule, takeDueEvent } from '../../ps2/machine/events';
import { initialState } from '../../ps2/state/initialState';
import { splitUnaligned } from '../../ps2/iop/unaligned';
import { memoryFile, patternBytes } from '../disc/files';
import { boot } from './program';

describe('parts of the machine', () => {
  it('events come by cycle, those of one cycle in the order they were made', () => {
    const state = initialState(memoryDisc(new Uint8Array(0)), {});
    fc.assert(
      fc.property(fc.array(fc.nat(20), { maxLength: 30 }), (cycles) => {
        cycles.forEach((cycle, id) => schedule(state, cycle, { kind: 'alarm', id }));
        const seen: [number, number][] = [];
        for (let now = 0; now <= 20; now++) {
          for (let next = takeDueEvent(state, now); next; next = takeDueEvent(state, now))
            if (next.kind === 'alarm') seen.push([now, next.id]);
        }
        const expected = cycles.map((cycle, id): [number, number] => [cycle, id]);
        assert.deepEqual(
          seen,
          expected.sort(([a, i], [b, j]) => a - b || i - j),
        );
      }),
    );
  });

  it('head, middle and tail of an unaligned transfer are the whole, and the middle is aligned', () => {
    fc.assert(
      fc.property(
        fc.nat(200),
        fc.nat(500),
        fc.nat(99),
        fc.constantFrom(16, 64),
        (address, length, missing, unit) => {
          const bytes = patternBytes(length, address);
          const memory = new Uint8Array(1024);
          const { writes, info } = splitUnaligned(address, bytes, length + missing, unit, 'test');
          for (const write of writes) {
            assert.equal(write.address % unit, 0);
            if (missing === 0) assert.equal(write.bytes.length % unit, 0);
            memory.set(write.bytes, write.address);
          }
          const view = new DataView(info.buffer);
          const [head, tail, headAt, tailAt] = [0, 4, 8, 12].map((at) => view.getUint32(at, true)) as [
            number,
            number,
            number,
            number,
          ];
          assert.ok(head <= unit && tail < unit);
          memory.set(info.subarray(16, 16 + head), headAt);
          if (tail > 0) memory.set(info.subarray(16 + unit, 16 + unit + tail), tailAt);
          assert.deepEqual(memory.subarray(address, address + length), bytes);
        },
      ),
    );
  });

  it('files are found as the driver finds them: exact case, with version, 12 characters', async () => {
    const files = ['LONGNAME.BIN', 'A.B', 'PSML_000.01'].map((name) => memoryFile(name, Uint8Array.of(1)));
    const { bytes } = await imageInMemory(files, { discType: 'cd', volume: 'T' });
    const disc = new Disc(memoryDisc(bytes));
    for (const found of ['\\LONGNAME.BIN;1', '/LONGNAME.BIN', 'A.B;1', '\\PSML_000.01;1'])
      assert.ok(disc.find(found), found);
    for (const missing of ['\\longname.bin;1', 'A.B', '\\PSML_000.01', 'X\\A.B;1', ''])
      assert.equal(disc.find(missing), undefined, missing);
  });

  it('the cache model follows write-back, invalidation and mirrors', () => {
    const model = new DataCacheModel();
    const [cached, uncached, kernel] = [0x100000, 0x20100000, 0x80100000];
    assert.equal(model.access(cached, 4, true), undefined);
    assert.match(model.access(uncached, 4, false) ?? '', /uncached load/);
    assert.throws(() => model.deviceReads(cached, 64, 'a test'), /still in the cache/);
    model.operation(0x1c, cached); // Written back, still cached.
    assert.equal(model.access(uncached, 4, false), undefined);
    model.deviceWrites(cached, 64, 'a test');
    assert.match(model.access(kernel, 4, false) ?? '', /changed in RAM/);
    model.operation(0x18, cached);
    assert.equal(model.access(cached, 4, false), undefined);
    assert.equal(model.access(uncached, 4, true), undefined);
    assert.match(
      model.access(cached, 4, false) ?? '',
      /changed in RAM/,
      'an uncached store beside a cached line',
    );
    model.invalidateAll();
    assert.equal(model.access(cached + 60, 8, true), undefined);
    assert.throws(
      () => model.deviceWrites(cached + 64, 16, 'a test'),
      /overwrite/,
      'both lines of the store',
    );
    model.writeBackAll();
    assert.doesNotThrow(() => model.deviceReads(cached, 128, 'a test'));
    assert.equal(model.access(0x70000000, 16, true), undefined, 'the scratchpad is not cached');
    assert.equal(model.access(0x1000f180, 1, true), undefined);
  });

  it('a step while every thread waits goes to the next event', async () => {
    const console = await boot('clock');
    const end = (await boot('clock')).run(1e9);
    let stop = console.step();
    for (let i = 0; stop.kind === 'budget' && i < 300_000; i++) stop = console.step();
    assert.deepEqual(stop, end);
  });
});
