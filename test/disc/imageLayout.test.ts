import assert from 'node:assert/strict';
import fc from 'fast-check';
import { planImage, type FileToPlace } from '../../disc/imageLayout';

const cd = { discType: 'cd', volume: 'PS2ML' } as const;
const dvd = { discType: 'dvd', volume: 'PS2ML' } as const;

const name = fc.stringMatching(/^[A-Z][A-Z0-9_]{0,7}\.[A-Z0-9]{1,3}$/);
const files: fc.Arbitrary<FileToPlace[]> = fc.uniqueArray(
  fc.record({ name, size: fc.integer({ min: 0, max: 3_000_000 }) }),
  { selector: (file) => file.name, minLength: 1, maxLength: 30 },
);

describe('image layout', () => {
  it('places files from 262 without gap or overlap, the largest last, the others in the order given', () => {
    fc.assert(
      fc.property(files, (given) => {
        const layout = planImage(given, cd);
        let next = 262;
        for (const file of layout.files) {
          assert.equal(file.lba, next);
          assert.equal(file.sectors, Math.ceil(file.size / 2048));
          next += file.sectors;
        }
        assert.equal(layout.sectors, next + 150);
        const last = layout.files.at(-1);
        assert.ok(last);
        assert.equal(last.size, Math.max(...given.map((file) => file.size)));
        assert.deepEqual(
          layout.files.slice(0, -1).map((file) => file.name),
          given.filter((file) => file.name !== last.name).map((file) => file.name),
        );
      }),
    );
  });

  it('ends the largest file at the edge of the medium when it is told to', () => {
    const given = [
      { name: 'A.BIN', size: 100 },
      { name: 'B.BIN', size: 5000 },
    ];
    const layout = planImage(given, { ...dvd, placement: 'outer' });
    assert.deepEqual(
      layout.files.map(({ lba }) => lba),
      [262, 2_295_104 - 150 - 3],
    );
    assert.equal(layout.sectors, 2_295_104);
  });

  it('fills each medium to the last sector and not beyond', () => {
    for (const [options, capacity] of [
      [cd, 360_000],
      [dvd, 2_295_104],
    ] as const) {
      // Below the largest file of 4 GiB, so a DVD needs several.
      const free = (capacity - 262 - 150) * 2048;
      const part = Math.floor(free / 3 / 2048) * 2048;
      const fitting = [
        { name: 'A.BIN', size: part },
        { name: 'B.BIN', size: part },
        { name: 'C.BIN', size: free - 2 * part },
      ];
      assert.equal(planImage(fitting, options).sectors, capacity);
      assert.throws(
        () => planImage([...fitting, { name: 'D.BIN', size: 1 }], options),
        new RegExp(`: ${capacity + 1} sectors needed, ${capacity} available .2048 bytes too large`),
      );
    }
  });

  it('refuses names that the console cannot find', () => {
    for (const bad of ['weights.bin', 'LONGNAME9.BIN', 'A.BINX', 'A-B.BIN', '', 'A/B', 'A.B.C', 'Ä.BIN']) {
      assert.throws(() => planImage([{ name: bad, size: 1 }], cd), /is not a valid disc file name/, bad);
    }
    assert.throws(() => planImage([{ name: 'my model.psnt', size: 1 }], cd), /MY_MODEL\.PSN/);
    for (const volume of ['', 'lower', 'A'.repeat(33)]) {
      assert.throws(() => planImage([], { ...cd, volume }), /volume name/);
    }
  });

  it('refuses two of one name, 4 GiB, impossible sizes and more than one sector of entries', () => {
    const one = { name: 'A', size: 1 };
    assert.throws(() => planImage([one, { name: 'A.', size: 2 }], dvd), /Two disc files/);
    assert.throws(() => planImage([{ name: 'A', size: 2 ** 32 }], dvd), /4294967296 bytes; the limit/);
    assert.throws(() => planImage([{ name: 'A', size: -1 }], dvd), /invalid size/);
    const many = (count: number, length: number) =>
      Array.from({ length: count }, (_, i) => ({ name: `F${i}`.padEnd(length, '_'), size: 1 }));
    assert.throws(() => planImage(many(63, 3), dvd), /Too many files: 63\..*at most 62/);
    assert.throws(() => planImage(many(48, 8), dvd), /directory needs \d+ bytes; .* first 2048/);
    assert.equal(planImage(many(44, 8), dvd).files.length, 44);
  });
});
