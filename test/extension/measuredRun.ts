import type { TraceEvent } from '../../model/trace/events';
import type { SessionPlan } from '../../model/trace/session';

/** The first sector of WEIGHTS.BIN on the disc of `measuredRun`. */
const weightsLba = 1000;

/**
 * The events of a console that measures, over `passes` passes of one position each: every read as long as it has
 * sectors, with a time that no other has, before the operation that waits for it.
 */
export function measuredRun(plan: SessionPlan, passes: number): TraceEvent[] {
  let odd = 0;
  const read = (pass: number, { index, sector, sectors }: SessionPlan['reads'][number]) => {
    odd += 0.001;
    return { type: 'read' as const, pass, read: index, sectors, lba: weightsLba + sector, ms: sectors + odd };
  };
  const events: TraceEvent[] = plan.reads.filter(({ preload }) => preload).map((item) => read(-1, item));
  for (let pass = 0; pass < passes; pass++) {
    events.push({ type: 'pass', pass, first: pass, count: 1, tail: true });
    for (const { index } of plan.operations) {
      const reads = plan.reads
        .filter(({ preload, neededBy }) => !preload && neededBy === index)
        .map((item) => read(pass, item));
      const waited = reads.reduce((sum, { ms }) => sum + ms, 0);
      events.push(...reads, { type: 'operation', pass, operation: index, ms: waited + 0.5 + index / 100 });
    }
    events.push({ type: 'token', pass, position: pass + 1, id: 100 + pass, text: `word ${pass}` });
  }
  return events;
}
