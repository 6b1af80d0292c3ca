import assert from 'node:assert/strict';
import { sessionPlanOf } from '../../debug-adapter/sessionPlan';
import { TraceStore } from '../../extension/traceStore';
import { renderListing } from '../../model/plan/listing';
import type { SessionPlan } from '../../model/trace/session';
import { samplePlan } from '../support/sample';

describe('trace store', () => {
  let plan: SessionPlan;
  before(async () => {
    const whole = await samplePlan();
    plan = sessionPlanOf(whole, renderListing(whole), {}, 'reference');
  });

  const run = (): TraceStore => {
    const store = new TraceStore('Debug tiny.psnt', plan);
    store.add([
      { type: 'pass', pass: 0, first: 0, count: 4, tail: true },
      { type: 'read', pass: 0, read: 3, sectors: 5 },
      { type: 'read', pass: 0, read: 3, sectors: 5 },
      { type: 'token', pass: 0, position: 4, id: 9 },
    ]);
    return store;
  };

  it('comes back from storage as a run that has ended', () => {
    const store = run();
    const restored = TraceStore.restore(JSON.parse(JSON.stringify(store)));
    assert.ok(restored);
    assert.equal(restored.state, 'ended');
    assert.equal(restored.readCounts[3], 2);
    assert.equal(restored.readSectors[3], 10);
    assert.deepEqual(restored.toJSON(), store.toJSON());
  });

  it('does not come back from anything else', () => {
    const stored = JSON.parse(JSON.stringify(run())) as Record<string, unknown>;
    const damaged = [
      undefined,
      null,
      [],
      'run',
      { ...stored, version: 2 },
      { ...stored, plan: { provenance: 'reference' } },
      { ...stored, readCounts: ['1'] },
      { ...stored, tokens: null },
    ];
    for (const value of damaged) assert.equal(TraceStore.restore(value), undefined);
  });
});
