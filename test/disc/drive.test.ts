import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  cyclesOfMs,
  discTypeOfImage,
  driveTimings,
  readTime,
  headAtRest,
  transferSpeed,
} from '../../disc/drive';

const { cd, dvd } = driveTimings;
const at = (lba: number) => ({ lba, spinning: true });
const megabytes = (timing: typeof cd, lba: number) => transferSpeed(timing, lba) / 1e6;

describe('drive timing', () => {
  it('has the published speeds at the inner and outer edge', () => {
    assert.equal(megabytes(cd, 0).toFixed(2), '1.47');
    assert.equal(megabytes(cd, 360_000).toFixed(2), '3.69');
    assert.equal(megabytes(dvd, 0).toFixed(2), '2.21');
    assert.equal(megabytes(dvd, 2_298_496).toFixed(2), '5.53');
  });

  it('positions the head by distance', () => {
    const cases: [typeof cd, number, string, number | undefined][] = [
      [cd, 0, 'none', 0],
      [cd, 7, 'skip', undefined],
      [cd, 8, 'fast-seek', 30],
      [cd, -8, 'fast-seek', 30],
      [cd, 4370, 'fast-seek', 30],
      [cd, 4371, 'full-seek', 100],
      [cd, -1, 'turn', cd.rotationMs],
      [dvd, 15, 'skip', undefined],
      [dvd, 16, 'fast-seek', 30],
      [dvd, 14_763, 'fast-seek', 30],
      [dvd, -14_764, 'full-seek', 100],
    ];
    for (const [timing, delta, positioning, ms] of cases) {
      const time = readTime(timing, at(100_000), 100_000 + delta, 1);
      assert.equal(time.positioning, positioning, `${timing === cd ? 'cd' : 'dvd'} ${delta}`);
      if (ms !== undefined) assert.equal(time.positioningMs, ms);
    }
    assert.equal(readTime(cd, headAtRest, 0, 1).positioningMs, 333);
  });

  it('reading over a gap costs what reading it costs', () => {
    const skip = readTime(cd, at(1000), 1005, 10);
    const through = readTime(cd, at(1000), 1000, 15);
    assert.ok(Math.abs(skip.totalMs - through.totalMs) < 1e-6 * through.totalMs);
  });

  it('costs the same in one read or in many, and leaves the head behind the read', () => {
    fc.assert(
      fc.property(
        fc.nat(300_000),
        fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1 }),
        (lba, parts) => {
          const total = parts.reduce((sum, part) => sum + part, 0);
          const whole = readTime(cd, at(lba), lba, total);
          let head = at(lba);
          let sum = 0;
          for (const part of parts) {
            const time = readTime(cd, head, head.lba, part);
            sum += time.totalMs;
            head = { ...time.head };
          }
          assert.deepEqual(head, whole.head);
          assert.ok(Math.abs(sum - whole.totalMs) < 1e-3 * whole.totalMs);
        },
      ),
    );
  });

  it('tells a DVD from a CD as PCSX2 does and counts EE cycles', () => {
    assert.equal(discTypeOfImage(452_849), 'cd');
    assert.equal(discTypeOfImage(452_850), 'dvd');
    assert.equal(cyclesOfMs(1000), 294_912_000);
  });
});
