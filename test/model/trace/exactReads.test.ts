import assert from 'node:assert/strict';
import fc from 'fast-check';
import { exactReads } from '../../../model/trace/exactReads';
import type { ReadCounter, TraceEvent } from '../../../model/trace/events';
import { RunTotals } from '../../../model/trace/runTotals';
import type { SessionPlan } from '../../../model/trace/session';
import { measuredRun } from '../../extension/measuredRun';
import { sampleInfo } from './memoryTrace';

describe('reads whose events were lost', () => {
  let plan: SessionPlan;
  let run: readonly TraceEvent[];
  let counters: readonly ReadCounter[];
  before(async () => {
    ({ plan } = await sampleInfo());
    run = measuredRun(plan, 6);
    const matrices = new Set(plan.reads.map(({ matrix }) => matrix));
    counters = [...matrices].map((matrix) => {
      const own = run
        .filter((event) => event.type === 'read')
        .filter(({ read }) => plan.reads[read]?.matrix === matrix);
      const sum = (value: (read: (typeof own)[number]) => number): number =>
        own.reduce((all, read) => all + value(read), 0);
      return {
        ...(matrix !== undefined && { matrix }),
        reads: own.length,
        sectors: sum(({ sectors }) => sectors),
        bytes: sum(({ read }) => plan.reads[read]?.bytes ?? NaN),
        retries: 0,
        ms: sum(({ ms = NaN }) => ms),
      };
    });
  });

  it('are counted all the same, whichever stretch of the run was lost', () => {
    const whole = new RunTotals(plan);
    whole.add(run);
    fc.assert(
      fc.property(fc.nat({ max: run.length }), fc.nat({ max: run.length }), (a, b) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const totals = new RunTotals(plan);
        totals.add(run.slice(0, from));
        if (to > from) totals.add([{ type: 'lost', events: to - from, text: 0, log: 0 }]);
        totals.add(run.slice(to));
        totals.add([{ type: 'counters', rows: counters }]);
        const exact = exactReads(plan, totals);
        assert.deepEqual(
          exact.map(({ count, sectors }) => ({ count, sectors })),
          whole.reads.map(({ count, sectors }) => ({ count, sectors })),
        );
        const ms = (reads: RunTotals['reads']): number =>
          reads.reduce((sum, read) => sum + (read.ms ?? 0), 0);
        assert.ok(Math.abs(ms(exact) - ms(whole.reads)) < 1e-6);
      }),
      { numRuns: 60 },
    );
  });

  it('stay as they are where nothing was lost, or the machine counts nothing', () => {
    const totals = new RunTotals(plan);
    totals.add(run.slice(40));
    assert.equal(exactReads(plan, totals), totals.reads);
    totals.add([{ type: 'lost', events: 40, text: 0, log: 0 }]);
    assert.equal(exactReads(plan, totals), totals.reads);
  });
});
