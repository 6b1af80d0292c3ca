import assert from 'node:assert/strict';
import { sessionPlanOf } from '../../debug-adapter/session/sessionPlan';
import { inSlots } from '../../extension/views/ram';
import { TraceStore } from '../../extension/traceStore';
import { namedLayouts } from '../../model/plan/discLayout';
import { renderListing } from '../../model/plan/listing';
import type { TraceEvent } from '../../model/trace/events';
import { samplePlan } from '../support/sample';
import { measuredRun } from './measuredRun';

describe('the matrices in the stream slots', () => {
  let store: TraceStore;
  let events: TraceEvent[];
  /** The matrices that are read in a pass, in order. */
  let names: string[];

  beforeEach(async () => {
    const layout = namedLayouts.streamed;
    const plan = await samplePlan(layout);
    const told = sessionPlanOf(plan, renderListing(plan), {}, 'built-in');
    store = new TraceStore('tiny', { ...told, layout });
    events = measuredRun(store.plan, 2);
    names = plan.reads.flatMap(({ preload, matrix }) =>
      preload || matrix === undefined ? [] : (plan.matrices[matrix]?.name ?? []),
    );
  });

  const passAt = (pass: number): number =>
    events.findIndex((event) => event.type === 'pass' && event.pass === pass);

  it('are none before the first pass has read one', () => {
    store.add(events.slice(0, passAt(0)));
    assert.deepEqual(inSlots(store, undefined), []);
    store.add(events.slice(passAt(0), passAt(0) + 1));
    assert.deepEqual(inSlots(store, undefined), []);
  });

  it('are those that were read last, also at the start of the next pass', () => {
    store.add(events.slice(0, passAt(1)));
    assert.deepEqual(inSlots(store, undefined), [names.at(-1)]);
    store.add(events.slice(passAt(1), passAt(1) + 1));
    assert.deepEqual(inSlots(store, undefined), [names.at(-1)], 'pass 1 has read nothing yet');
  });

  it('are those of the moment that is shown', () => {
    store.add(events);
    const [first] = store.plan.reads.filter(({ preload }) => !preload);
    assert.deepEqual(inSlots(store, { pass: 0, operation: first?.neededBy ?? 0 }), []);
    assert.deepEqual(inSlots(store, { pass: 1, operation: first?.neededBy ?? 0 }), [names.at(-1)]);
    assert.deepEqual(inSlots(store, { pass: 0, operation: (first?.neededBy ?? 0) + 1 }), [names[0]]);
  });

  it('are unknown where the views came in later', () => {
    store.add(events.slice(passAt(1), passAt(1) + 1));
    assert.equal(inSlots(store, undefined), undefined);
  });
});
