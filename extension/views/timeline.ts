import { whatIf } from '../../model/plan/whatIf';
import { PlanError } from '../../model/plan/error';
import { storageOf } from '../../model/plan/storage';
import type { OperationTime } from '../../model/trace/history';
import type { Moment } from '../../model/trace/moment';
import type { SessionPlan } from '../../model/trace/session';
import type { Subject } from '../../webviews/messages/subject';
import type { TimelineContent, TimelineOperation, TimelineZoom } from '../../webviews/messages/timeline';
import type { TraceStore } from '../traceStore';
import { forecastFacts } from './facts';

/** What the tab Time shows: all passes, and the operations of one. */
export function timelineContent(
  subject: Subject,
  store: TraceStore,
  moment: Moment | undefined,
  forecast: readonly OperationTime[],
): TimelineContent {
  const { passes, dropped, total } = store.times;
  const { kept } = store.history;
  const [first, last] = [kept[0], kept.at(-1)];
  const zoom = zoomOf(store, moment, forecast);
  return {
    subject,
    passes,
    dropped,
    total,
    operations: operationsOf(store.plan),
    ...(zoom !== undefined && { zoom }),
    ...(first !== undefined && last !== undefined && { kept: [first, last] }),
    // The reference engine has no passes of a program that describes itself.
    canShowValues: subject.linked === true && store.plan.modelPath === undefined,
  };
}

/** The last pass that is whole, unless a moment is asked for. */
export function shownPass({ history, times }: TraceStore, moment?: Moment): number | undefined {
  if (moment !== undefined) return moment.pass;
  const whole = times.passes.findLast(({ pass, token }) => token !== undefined && history.has(pass));
  return whole?.pass ?? history.kept.at(-1);
}

/** What each operation of a token is expected to take on a DVD; nothing where the model does not fit. */
export function operationForecast(store: TraceStore): readonly OperationTime[] {
  try {
    const { shape, layout, disc } = forecastFacts(store);
    const { token } = whatIf(shape, { layout, storage: storageOf(disc), readAhead: 0 });
    return token.operations.map((split, operation) => ({ operation, split }));
  } catch (error) {
    if (error instanceof PlanError) return [];
    throw error;
  }
}

function zoomOf(
  store: TraceStore,
  moment: Moment | undefined,
  forecast: readonly OperationTime[],
): TimelineZoom | undefined {
  const pass = shownPass(store, moment);
  const operations = pass === undefined ? [] : store.history.operationsOf(pass);
  if (pass !== undefined && operations.length > 0) return { pass, operations };
  return store.times.passes.length === 0 && forecast.length > 0
    ? { pass: -1, operations: forecast }
    : undefined;
}

function operationsOf({ operations, matrices }: SessionPlan): TimelineOperation[] {
  return operations.map(({ id, kind, layer, ...operation }) => {
    const matrix = matrices[operation.matrix ?? -1]?.name;
    return {
      id,
      kind,
      ...(layer !== undefined && { layer }),
      ...(matrix !== undefined && { matrix }),
    };
  });
}
