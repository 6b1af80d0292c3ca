import assert from 'node:assert/strict';
import { sessionPlanOf } from '../../../debug-adapter/session/sessionPlan';
import { renderListing } from '../../../model/plan/listing';
import { RunHistory } from '../../../model/trace/history';
import { RunTotals } from '../../../model/trace/runTotals';
import type { SessionPlan } from '../../../model/trace/session';
import { totalMs } from '../../../model/trace/timeSplit';
import { measuredRun } from '../../extension/measuredRun';
import { samplePlan } from '../../support/sample';
import { streamed } from '../../support/streamed';

describe('history of a run', () => {
  let plan: SessionPlan;
  before(async () => {
    const whole = await samplePlan(streamed);
    plan = sessionPlanOf(whole, renderListing(whole), {}, 'built-in');
  });

  it('says what was at every moment: what a run that stopped there says', () => {
    const events = measuredRun(plan, 3);
    const history = new RunHistory(plan);
    history.add(events);
    assert.deepEqual(history.kept, [0, 1, 2]);
    for (const pass of [0, 1, 2]) {
      for (const operation of [0, 1, 7, plan.operations.length - 1]) {
        const end = events.findIndex(
          (event) =>
            (event.type === 'read' &&
              event.pass === pass &&
              plan.reads[event.read]?.neededBy === operation) ||
            (event.type === 'operation' && event.pass === pass && event.operation === operation),
        );
        const expected = new RunTotals(plan);
        expected.add(events.slice(0, end));
        assert.deepEqual(history.at({ pass, operation })?.toJSON(), expected.toJSON());
      }
    }
    const whole = new RunTotals(plan);
    whole.add(events);
    assert.deepEqual(history.at({ pass: 2 })?.toJSON(), whole.toJSON());
  });

  it('splits a pass into its operations, which add up to it', () => {
    const history = new RunHistory(plan);
    const totals = new RunTotals(plan);
    for (const each of [history, totals]) each.add(measuredRun(plan, 2));
    for (const { pass, split } of totals.times.passes) {
      const operations = history.operationsOf(pass);
      assert.equal(operations.length, plan.operations.length);
      const sum = operations.reduce((ms, operation) => ms + totalMs(operation.split), 0);
      assert.ok(Math.abs(sum - totalMs(split)) < 1e-9);
    }
    assert.equal(history.readsOf(1).length, plan.reads.filter(({ preload }) => !preload).length);
    assert.ok(history.readsOf(1, { pass: 1, operation: 7 }).length < history.readsOf(1).length);
  });

  it('forgets whole passes, the oldest first, and loses nothing of the sums', () => {
    const events = measuredRun(plan, 40);
    const history = new RunHistory(plan, 1000);
    const totals = new RunTotals(plan);
    for (let at = 0; at < events.length; at += 97) {
      history.add(events.slice(at, at + 97));
      totals.add(events.slice(at, at + 97));
    }
    const { kept } = history;
    assert.ok(kept.length > 1 && kept.length < 40);
    assert.equal(kept.at(-1), 39);
    assert.equal(history.at({ pass: 0 }), undefined);
    const restored = history.at({ pass: 39 });
    assert.deepEqual(restored?.toJSON().reads, totals.toJSON().reads);
    assert.equal(restored.tokens, 40);
  });
});
