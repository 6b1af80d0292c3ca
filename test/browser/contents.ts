import { tenMillionModel } from '../../bench/tenMillion';
import { sessionPlanOf } from '../../debug-adapter/session/sessionPlan';
import { TraceStore } from '../../extension/traceStore';
import { discPathOf } from '../../extension/views/discPath';
import { discReadsContent } from '../../extension/views/discReads';
import { inSlots, ramContent } from '../../extension/views/ram';
import { timelineContent } from '../../extension/views/timeline';
import type { Model } from '../../model/model';
import { compilePlan } from '../../model/plan/compile';
import { namedLayouts, planOptionsOf } from '../../model/plan/discLayout';
import { renderListing } from '../../model/plan/listing';
import type { DiscReadsContent } from '../../webviews/messages/discReads';
import type { RamContent } from '../../webviews/messages/ram';
import type { Subject } from '../../webviews/messages/subject';
import type { TimelineContent } from '../../webviews/messages/timeline';
import { measuredRun } from '../extension/measuredRun';
import { summaryOf } from '../../extension/views/summary';

/** A run on the built-in console of so many passes, as the extension keeps it. Its weights are streamed. */
export function measuredStore(passes: number, model: Model = tenMillionModel(), name = '10M'): TraceStore {
  const layout = namedLayouts.streamed;
  const plan = compilePlan(model, planOptionsOf(layout));
  const told = sessionPlanOf(plan, renderListing(plan), {}, 'built-in');
  const store = new TraceStore(name, { ...told, layout });
  store.add(measuredRun(store.plan, passes));
  store.setState({ state: 'ended', reason: 'length' });
  return store;
}

export const subjectOf = (store: TraceStore, more: Partial<Subject> = {}): Subject => ({
  name: store.name,
  state: 'ended',
  provenance: 'built-in',
  passes: store.passes,
  tokens: store.tokens,
  summary: summaryOf(store, []),
  linked: true,
  factsKey: '1:1',
  ...more,
});

export function discContent(store: TraceStore): DiscReadsContent {
  const pass = store.history.kept.at(-1) ?? 0;
  const path = discPathOf(store.plan, pass, store.history.readsOf(pass));
  return {
    ...discReadsContent(subjectOf(store), store.plan, { ...store.times, reads: store.reads }),
    ...(path !== undefined && { path }),
  };
}

export function ramContentOf(store: TraceStore): RamContent {
  const slots = inSlots(store, undefined);
  return {
    ...ramContent(subjectOf(store), store.plan, store.positions),
    samples: store.samples,
    ...(slots !== undefined && { inSlots: slots }),
  };
}

export const timeContent = (store: TraceStore, more: Partial<Subject> = {}): TimelineContent =>
  timelineContent(subjectOf(store, more), store, more.moment, []);
