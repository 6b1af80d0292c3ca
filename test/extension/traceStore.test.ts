import assert from 'node:assert/strict';
import { sessionPlanOf } from '../../debug-adapter/sessionPlan';
import { TraceStore } from '../../extension/traceStore';
import { renderListing } from '../../model/plan/listing';
import type { SessionPlan } from '../../model/trace/session';
import { keptPasses, PassTimes } from '../../model/trace/passTimes';
import { noTime, totalMs } from '../../model/trace/timeSplit';
import { samplePlan } from '../support/sample';
import { measuredRun } from './measuredRun';

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
    assert.deepEqual(restored.reads[3], { count: 2, sectors: 10 });
    assert.deepEqual(restored.toJSON(), store.toJSON());
  });

  it('brings back what was measured', () => {
    const store = new TraceStore('Debug tiny.psnt', plan);
    store.add(measuredRun(plan, 2));
    const restored = TraceStore.restore(JSON.parse(JSON.stringify(store)));
    assert.deepEqual(restored?.toJSON(), store.toJSON());
    assert.deepEqual(restored.times.lastToken?.token, { position: 2, id: 101, text: 'word 1' });
    assert.equal(restored.positions, 2);
  });

  it('does not come back from anything else', () => {
    const stored = JSON.parse(JSON.stringify(run())) as Record<string, unknown>;
    const damaged = [
      undefined,
      null,
      [],
      'run',
      { ...stored, version: 1 },
      { ...stored, plan: { provenance: 'reference' } },
      { ...stored, reads: ['1'] },
      { ...stored, reads: plan.reads.map(() => ({ count: '1', sectors: 1 })) },
      { ...stored, operations: [] },
      { ...stored, times: { passes: [{ pass: 0 }], dropped: 0, total: noTime } },
      { ...stored, times: { passes: [], dropped: 0, total: { ...noTime, disc: null } } },
      { ...stored, tokens: null },
    ];
    for (const value of damaged) assert.equal(TraceStore.restore(value), undefined);
  });
});

describe('times of passes', () => {
  const times = (): PassTimes => new PassTimes(['matmul', 'attention', 'sample']);
  const operation = (pass: number, index: number, ms: number) =>
    ({ type: 'operation', pass, operation: index, ms }) as const;
  const read = (pass: number, ms: number) => ({ type: 'read', pass, read: 0, sectors: 1, ms }) as const;

  it('take the wait for a read out of the operation that waited', () => {
    const run = times();
    run.add({ type: 'pass', pass: 0, first: 0, count: 2, tail: true });
    run.add(read(-1, 1000));
    run.add(read(0, 30));
    run.add(read(0, 10));
    run.add(operation(0, 0, 45));
    run.add(operation(0, 1, 7));
    run.add(operation(0, 2, 2));
    const split = { disc: 40, matmul: 5, attention: 7, rest: 2 };
    assert.deepEqual(run.times.passes, [{ pass: 0, first: 0, count: 2, split }]);
    assert.deepEqual(run.times.total, split);
  });

  it('never wait longer than the operation took', () => {
    const run = times();
    run.add(read(0, 30));
    run.add(operation(0, 0, 20));
    assert.deepEqual(run.times.total, { ...noTime, disc: 20 });
  });

  it('give a token all passes since the token before', () => {
    const run = times();
    for (const pass of [0, 1, 2]) {
      run.add({ type: 'pass', pass, first: pass, count: 1, tail: pass > 0 });
      run.add(operation(pass, 0, 10));
      if (pass > 0) run.add({ type: 'token', pass, position: pass + 1, id: 5 });
      if (pass === 1) assert.deepEqual(run.times.lastToken?.split, { ...noTime, matmul: 20 });
    }
    assert.deepEqual(run.times.lastToken, {
      token: { position: 3, id: 5 },
      split: { ...noTime, matmul: 10 },
    });
    assert.deepEqual(
      run.times.passes.map(({ token }) => token?.position),
      [undefined, 2, 3],
    );
  });

  it('keep the last passes one by one and all of them in the total', () => {
    const run = times();
    for (let pass = 0; pass < keptPasses + 5; pass++) run.add(operation(pass, 0, 1));
    assert.equal(run.times.passes.length, keptPasses);
    assert.equal(run.times.dropped, 5);
    assert.equal(run.times.passes[0]?.pass, 5);
    assert.equal(totalMs(run.times.total), keptPasses + 5);
  });
});
