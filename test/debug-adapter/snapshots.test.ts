import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { History } from '../../debug-adapter/debuggee/history';
import { before, Snapshots, type Snapshot } from '../../debug-adapter/stepping/snapshots';
import { tinyPlan } from './walk';

const history = new History({ plan: tinyPlan }, []);
const snapshotAt = (events: number): Snapshot => ({
  id: events + 1,
  position: { pass: Math.floor(events / 10), operation: events % 10 },
  history,
  reported: { events, text: 0 },
});

describe('snapshots', () => {
  it('are offered from the nearest to the first, and none that is later', () => {
    const snapshots = new Snapshots();
    for (const events of [0, 14, 25, 38]) assert.deepEqual(snapshots.add(snapshotAt(events)), []);
    const upTo = (pass: number, operation: number): number[] =>
      snapshots.upTo({ pass, operation }).map(({ reported }) => reported.events);
    assert.deepEqual(upTo(2, 5), [25, 14, 0]);
    assert.deepEqual(upTo(2, 4), [14, 0]);
    assert.deepEqual(upTo(9, 0), [38, 25, 14, 0]);
    assert.equal(snapshots.first?.reported.events, 0);
  });

  it('are taken once at one moment', () => {
    const snapshots = new Snapshots();
    snapshots.add(snapshotAt(3));
    const again = { ...snapshotAt(3), id: 99 };
    assert.deepEqual(snapshots.add(again), [again]);
  });

  it('stay few, keep the first and the last, and are denser where the run is recent', () => {
    const snapshots = new Snapshots();
    const kept = new Set<number>();
    for (let events = 0; events < 4000; events += 7) {
      kept.add(events);
      for (const gone of snapshots.add(snapshotAt(events))) assert.ok(kept.delete(gone.reported.events));
      assert.ok(kept.size <= 24);
    }
    const left = [...kept].sort((a, b) => a - b);
    assert.deepEqual(
      left,
      snapshots
        .upTo({ pass: 1e9, operation: 0 })
        .map(({ reported }) => reported.events)
        .reverse(),
    );
    const last = left.at(-1) ?? 0;
    assert.deepEqual([left[0], last], [0, 3997]);
    // The way from the snapshot before any place is short in relation to how long ago it is.
    left.slice(1).forEach((events, i) => {
      const gap = events - (left[i] ?? 0);
      assert.ok(gap <= 14 + 0.6 * (last - (left[i] ?? 0)), `${left.join(' ')}: ${gap} before ${events}`);
    });
    assert.equal(snapshots.removeAfter({ pass: -1, operation: 0 }).length, kept.size);
    assert.equal(snapshots.first, undefined);
  });

  it('compares places by pass, then by operation', () => {
    assert.ok(before({ pass: 1, operation: 9 }, { pass: 2, operation: 0 }));
    assert.ok(before({ pass: 2, operation: 0 }, { pass: 2, operation: 1 }));
    assert.ok(!before({ pass: 2, operation: 1 }, { pass: 2, operation: 1 }));
  });
});
