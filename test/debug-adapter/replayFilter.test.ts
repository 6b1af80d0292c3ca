import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { ReplayFilter } from '../../debug-adapter/debuggee/replayFilter';
import type { TraceEvent } from '../../model/trace/events';

/** A run of so many operations, which says a letter with each. */
const run: readonly TraceEvent[] = Array.from({ length: 40 }, (_, operation) => ({
  type: 'operation',
  pass: 0,
  operation,
}));
const letters = run.map((_, i) => String.fromCharCode(97 + (i % 26))).join('');

describe('what is told of a run', () => {
  it('is each part of it once, however often it goes back and on', () => {
    const moves = fc.array(fc.record({ back: fc.nat(39), on: fc.nat(40) }), { maxLength: 20 });
    fc.assert(
      fc.property(moves, (ways) => {
        const told = new ReplayFilter();
        const seen: TraceEvent[] = [];
        let [text, at] = ['', 0];
        const goOn = (to: number): void => {
          seen.push(...told.newEvents(run.slice(at, to)));
          text += told.newText(letters.slice(at, to));
          at = to;
        };
        for (const { back, on } of ways) {
          goOn(Math.max(at, on));
          at = Math.min(at, back);
          told.goBack({ events: at, text: at });
          assert.equal(told.isBehind, at < seen.length);
        }
        goOn(run.length);
        assert.deepEqual(seen, run);
        assert.equal(text, letters);
      }),
    );
  });

  it('counts events that were lost as events that were', () => {
    const told = new ReplayFilter();
    const lost: TraceEvent = { type: 'lost', events: 5, text: 2, log: 0 };
    assert.deepEqual(told.newEvents([lost, ...run.slice(5, 10)]), [lost, ...run.slice(5, 10)]);
    told.goBack({ events: 0, text: 0 });
    // What was lost the first time is not told either, as it would come behind what followed it.
    assert.deepEqual(told.newEvents(run.slice(0, 12)), run.slice(10, 12));
    told.goBack({ events: 10, text: 2 });
    assert.deepEqual(told.newEvents([lost]), [{ ...lost, events: 3 }]);
  });

  it('is all of a run that is another one', () => {
    const told = new ReplayFilter();
    told.newEvents(run.slice(0, 20));
    told.goBack({ events: 10, text: 0 });
    told.startNewRun();
    assert.equal(told.isBehind, false);
    assert.deepEqual(told.newEvents(run.slice(10, 20)), run.slice(10, 20));
  });
});
