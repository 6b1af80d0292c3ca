// Slow: not part of test:quick.
import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { sessionPlanOf } from '../../debug-adapter/session/sessionPlan';
import { TraceStore } from '../../extension/traceStore';
import { compilePlan } from '../../model/plan/compile';
import { renderListing } from '../../model/plan/listing';
import type { TraceEvent } from '../../model/trace/events';
import { keptEvents } from '../../model/trace/history';
import { totalMs } from '../../model/trace/timeSplit';
import { describedModel, everyFeature } from '../support/randomModel';
import { measuredRun } from './measuredRun';

/** All of them where there is time. */
const most = process.env['PS2ML_LONG_TESTS'] === undefined ? 2_000_000 : 10_000_000;

describe(`a run of ${most.toLocaleString('en')} events`, () => {
  it('takes no more memory than its last 200,000 events do, shows their moments, and loses nothing of the sums', function () {
    this.timeout(180_000);
    const plan = compilePlan(describedModel(everyFeature));
    const told = sessionPlanOf(plan, renderListing(plan), {}, 'built-in');
    const store = new TraceStore('long', told);
    const [first, second] = [measuredRun(told, 1), measuredRun(told, 2)];
    const onePass = second.slice(first.length);
    const inPass = (pass: number): TraceEvent[] =>
      onePass.map((event) => {
        if (event.type === 'pass') return { ...event, pass, first: Math.min(pass, 20) };
        return 'pass' in event ? { ...event, pass } : event;
      });
    store.add(first);
    let [events, pass] = [first.length, 0];
    let early = 0;
    while (events < most) {
      const batch = inPass(++pass);
      store.add(batch);
      events += batch.length;
      if (early === 0 && events > 1_000_000) early = used();
    }
    const grown = used() - early;
    // Millions of events more: what is kept of them is what was kept before.
    assert.ok(grown < 60 * 2 ** 20, `${(grown / 2 ** 20).toFixed(1)} MiB more`);
    const { kept } = store.history;
    assert.equal(kept.at(-1), pass);
    assert.ok(kept.length * onePass.length <= keptEvents && (kept.length + 1) * onePass.length > keptEvents);
    assert.ok(store.samples.length <= 2048 && store.times.passes.length <= 1024);
    const [oldest = NaN] = kept;
    assert.ok(oldest > 0);
    assert.equal(store.history.at({ pass: oldest - 1 }), undefined);
    const then = store.history.at({ pass: oldest, operation: 3 });
    assert.deepEqual([then?.passes, then?.tokens], [oldest + 1, oldest]);
    assert.equal(store.passes, pass + 1);
    assert.ok(store.operations.every(({ count }) => count === pass + 1));
    const each = (event: TraceEvent): number => (event.type === 'operation' ? (event.ms ?? 0) : 0);
    const passMs = onePass.reduce((sum, event) => sum + each(event), 0);
    const wanted = first.reduce((sum, event) => sum + each(event), 0) + passMs * pass;
    assert.ok(Math.abs(totalMs(store.times.total) / wanted - 1) < 1e-9);
  });
});

/** Bytes of live objects, after what can be collected was. */
function used(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}
