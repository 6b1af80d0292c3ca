import assert from 'node:assert/strict';
import { sessionPlanOf } from '../../debug-adapter/session/sessionPlan';
import { TraceStore } from '../../extension/traceStore';
import { namedLayouts } from '../../model/plan/discLayout';
import { renderListing } from '../../model/plan/listing';
import type { TraceEvent } from '../../model/trace/events';
import { traceInfoOf } from '../../model/trace/file/info';
import type { SessionPlan } from '../../model/trace/session';
import { keptPasses, PassTimes } from '../../model/trace/passTimes';
import { noTime, totalMs } from '../../model/trace/timeSplit';
import { opened, traceBytes } from '../model/trace/memoryTrace';
import { samplePlan } from '../support/sample';
import { measuredRun } from './measuredRun';

describe('trace store', () => {
  let plan: SessionPlan;
  before(async () => {
    const whole = await samplePlan(namedLayouts.streamed);
    plan = sessionPlanOf(whole, renderListing(whole), {}, 'reference');
  });

  const counted: readonly TraceEvent[] = [
    { type: 'pass', pass: 0, first: 0, count: 4, tail: true },
    { type: 'read', pass: 0, read: 3, sectors: 5 },
    { type: 'read', pass: 0, read: 3, sectors: 5 },
    { type: 'token', pass: 0, position: 4, id: 9 },
  ];
  const run = (): TraceStore => {
    const store = new TraceStore('Debug tiny.psnt', plan);
    store.add(counted);
    return store;
  };

  const reopened = async (store: TraceStore, events: readonly TraceEvent[]): Promise<TraceStore> => {
    const info = await traceInfoOf(store.name, 'test', plan);
    const trace = await opened(await traceBytes(info, events));
    return TraceStore.open(trace, trace.info.name);
  };
  const figures = ({ name, passes, tokens, positions, reads, operations, times, lost }: TraceStore) => ({
    ...{ name, passes, tokens, positions, reads, operations, times, lost },
  });

  it('comes back from a trace as a run that has ended', async () => {
    const store = run();
    const restored = await reopened(store, counted);
    assert.equal(restored.state, 'ended');
    assert.deepEqual(restored.reads[3], { count: 2, sectors: 10 });
    assert.deepEqual(figures(restored), figures(store));
  });

  it('brings back what was measured', async () => {
    const store = new TraceStore('Debug tiny.psnt', plan);
    const events = measuredRun(plan, 2);
    store.add(events);
    const restored = await reopened(store, events);
    assert.deepEqual(figures(restored), figures(store));
    assert.deepEqual(restored.times.lastToken?.token, { position: 2, id: 101, text: 'word 1' });
    assert.equal(restored.positions, 2);
  });

  it('knows what is in the totals of a trace alone', async () => {
    const info = await traceInfoOf('a long run', 'test', plan);
    const trace = await opened(await traceBytes(info, measuredRun(plan, 50), 5000));
    assert.ok(trace.dropped > 0);
    const restored = await TraceStore.open(trace, 'long.ps2trace');
    assert.deepEqual([restored.name, restored.passes, restored.tokens], ['long.ps2trace', 50, 50]);
    assert.equal(restored.times.passes.length, 50);
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
