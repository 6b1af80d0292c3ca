import assert from 'node:assert/strict';
import fc from 'fast-check';
import { driveTimings } from '../../../disc/drive';
import { DriveCalibrator, timeOf, type DriveConstants } from '../../../model/trace/calibration';
import type { ReadEvent } from '../../../model/trace/events';

const timing = driveTimings.dvd;

/** What a drive with these constants takes for reads at these places. */
function measured(
  places: readonly (readonly [lba: number, sectors: number])[],
  constants: DriveConstants,
  noise: (index: number) => number = () => 0,
): ReadEvent[] {
  let head = { lba: 0, spinning: true };
  return places.map(([lba, sectors], index) => {
    const ms = timeOf({ head, lba, sectors }, timing, constants) + noise(index);
    head = { lba: lba + sectors, spinning: true };
    return { type: 'read', pass: 0, read: index, sectors, lba, ms };
  });
}

/** Streams of different lengths with jumps of both kinds and turns in between. */
function places(count: number): [number, number][] {
  let lba = 1000;
  return Array.from({ length: count }, (_, index) => {
    const sectors = 3 + ((index * 7) % 40);
    if (index % 9 === 4) lba += 900;
    if (index % 9 === 8) lba = lba > 100_000 ? 1000 : lba + 200_000;
    if (index % 9 === 2) lba -= 2;
    const place: [number, number] = [lba, sectors];
    lba += sectors;
    return place;
  });
}

describe('the calibration of a drive', () => {
  it('finds the constants that reads were made with', () => {
    const positive = (min: number, max: number) => fc.double({ min, max, noNaN: true });
    const constants = fc.record({
      topSpeed: positive(1e6, 3e7),
      fastSeekMs: positive(1, 80),
      fullSeekMs: positive(80, 300),
      rotationMs: positive(5, 60),
      requestMs: positive(0, 10),
    });
    fc.assert(
      fc.property(constants, (wanted) => {
        const calibrator = new DriveCalibrator();
        calibrator.add(measured(places(200), wanted));
        const found = calibrator.result(timing) ?? assert.fail('no calibration');
        for (const name of ['topSpeed', 'fastSeekMs', 'fullSeekMs', 'rotationMs', 'requestMs'] as const) {
          const off = Math.abs(found[name] - wanted[name]);
          assert.ok(off <= 0.01 + wanted[name] * 1e-3, `${name}: ${found[name]}, not ${wanted[name]}`);
        }
        assert.ok(Math.abs(found.errorShare) < 1e-3 && found.errorMs < 0.05);
        assert.equal(found.measured.length, 5);
      }),
    );
  });

  it('is not misled by reads that were disturbed, and says what it has no measurement of', () => {
    const wanted = { topSpeed: 5e6, fastSeekMs: 20, fullSeekMs: 100, rotationMs: 26, requestMs: 0.5 };
    const calibrator = new DriveCalibrator();
    const straight = places(200).map(([, sectors], index, all): [number, number] => {
      const before = all.slice(0, index).reduce((sum, [, count]) => sum + count, 0);
      return [1000 + before + (index > 100 ? 5000 : 0), sectors];
    });
    calibrator.add(measured(straight.slice(1), wanted, (index) => (index % 20 === 7 ? 500 : 0)));
    const found = calibrator.result(timing) ?? assert.fail('no calibration');
    assert.ok(Math.abs(found.topSpeed - 5e6) < 5e4, String(found.topSpeed));
    assert.ok(Math.abs(found.fastSeekMs - 20) < 0.5, String(found.fastSeekMs));
    assert.deepEqual([...found.measured].sort(), ['fastSeekMs', 'requestMs', 'topSpeed']);
    assert.ok(found.reads < 199);
  });

  it('says nothing of a run without times, and does not join reads over a gap', () => {
    const calibrator = new DriveCalibrator();
    calibrator.add(places(50).map(([lba, sectors], read) => ({ type: 'read', pass: 0, read, lba, sectors })));
    assert.equal(calibrator.result(timing), undefined);
    const wanted = { topSpeed: 5e6, fastSeekMs: 20, fullSeekMs: 100, rotationMs: 26, requestMs: 0.5 };
    for (const read of measured(places(50), wanted)) {
      calibrator.add([{ type: 'lost', events: 1, text: 0, log: 0 }, read]);
    }
    assert.equal(calibrator.result(timing), undefined);
  });
});
