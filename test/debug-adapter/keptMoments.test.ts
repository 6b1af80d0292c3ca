import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { History } from '../../debug-adapter/debuggee/history';
import { before, KeptMoments, type KeptMoment } from '../../debug-adapter/stepping/snapshots';
import { tinyPlan } from './walk';

const history = new History(tinyPlan, []);
const moment = (events: number): KeptMoment => ({
  snapshot: events + 1,
  position: { pass: Math.floor(events / 10), operation: events % 10 },
  history,
  events,
  text: 0,
});

describe('kept moments', () => {
  it('are given from the nearest back, and none that is later', () => {
    const moments = new KeptMoments();
    for (const events of [0, 14, 25, 38]) assert.deepEqual(moments.add(moment(events)), []);
    const upTo = (pass: number, operation: number): number[] =>
      moments.upTo({ pass, operation }).map(({ events }) => events);
    assert.deepEqual(upTo(2, 5), [25, 14, 0]);
    assert.deepEqual(upTo(2, 4), [14, 0]);
    assert.deepEqual(upTo(9, 0), [38, 25, 14, 0]);
    assert.equal(moments.first?.events, 0);
  });

  it('are kept once for one place', () => {
    const moments = new KeptMoments();
    moments.add(moment(3));
    const again = { ...moment(3), snapshot: 99 };
    assert.deepEqual(moments.add(again), [again]);
  });

  it('stay few, the first and the last among them, and lie closer the later they are', () => {
    const moments = new KeptMoments();
    const kept = new Set<number>();
    for (let events = 0; events < 4000; events += 7) {
      kept.add(events);
      for (const gone of moments.add(moment(events))) assert.ok(kept.delete(gone.events));
      assert.ok(kept.size <= 24);
    }
    const left = [...kept].sort((a, b) => a - b);
    assert.deepEqual(
      left,
      moments
        .upTo({ pass: 1e9, operation: 0 })
        .map(({ events }) => events)
        .reverse(),
    );
    const last = left.at(-1) ?? 0;
    assert.deepEqual([left[0], last], [0, 3997]);
    // From any place the way from the moment before is short for how long ago it is.
    left.slice(1).forEach((events, i) => {
      const gap = events - (left[i] ?? 0);
      assert.ok(gap <= 14 + 0.6 * (last - (left[i] ?? 0)), `${left.join(' ')}: ${gap} before ${events}`);
    });
    assert.equal(moments.clear().length, kept.size);
    assert.equal(moments.first, undefined);
  });

  it('compares places by pass, then by operation', () => {
    assert.ok(before({ pass: 1, operation: 9 }, { pass: 2, operation: 0 }));
    assert.ok(before({ pass: 2, operation: 0 }, { pass: 2, operation: 1 }));
    assert.ok(!before({ pass: 2, operation: 1 }, { pass: 2, operation: 1 }));
  });
});
