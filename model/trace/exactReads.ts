import { grouped } from '../grouped';
import type { ReadCounter } from './events';
import type { ReadTotal } from './readTotals';
import type { RunTotalsJson } from './runTotals';
import type { SessionPlan } from './session';

/** A run's read counts: from events, and from the machine's counters. */
export interface CountedReads extends Pick<RunTotalsJson, 'reads' | 'lost'> {
  readonly counters?: RunTotalsJson['counters'] | undefined;
}

/**
 * The sums of a run's reads, by their index. If events were lost, the machine's own counters of each matrix, which
 * are complete, give the number of missing reads. They are added to its least counted reads, because a pass executes
 * each of them once. Their seeks are unknown.
 */
export function exactReads(
  plan: Pick<SessionPlan, 'reads'>,
  { reads, lost, counters }: CountedReads,
): readonly ReadTotal[] {
  if (lost.events === 0 || counters === undefined) return reads;
  const exact = [...reads];
  const readsOf = grouped(plan.reads, ({ matrix }) => matrix);
  for (const counter of counters) addMissing(readsOf.get(counter.matrix) ?? [], exact, counter);
  return exact;
}

function addMissing(own: SessionPlan['reads'], totals: ReadTotal[], counter: ReadCounter): void {
  const [first] = own;
  if (first === undefined) return;
  const sum = (value: (total: ReadTotal) => number): number =>
    own.reduce((all, { index }) => all + value(totals[index] ?? none), 0);
  const missingMs = counter.ms - sum(({ ms = 0 }) => ms);
  const missing = Math.max(0, counter.reads - sum(({ count }) => count));
  fill(own, totals, missing);
  const filled = totals[first.index] ?? none;
  if (missing > 0 && missingMs > 0) totals[first.index] = { ...filled, ms: (filled.ms ?? 0) + missingMs };
}

const none: ReadTotal = { count: 0, sectors: 0 };

/** Adds `missing` reads to the lowest counts. */
function fill(own: SessionPlan['reads'], totals: ReadTotal[], missing: number): void {
  const counts = own.map(({ index }) => totals[index]?.count ?? 0);
  const wanted = levelled(counts, missing);
  own.forEach(({ index, sectors }, i) => {
    const more = (wanted[i] ?? 0) - (counts[i] ?? 0);
    if (more === 0) return;
    const before = totals[index] ?? none;
    totals[index] = { ...before, count: before.count + more, sectors: before.sectors + more * sectors };
  });
}

/** The counts after `missing` increments of the lowest, the first of equals first. */
function levelled(counts: readonly number[], missing: number): number[] {
  const order = counts
    .map((count, index) => ({ count, index }))
    .sort((a, b) => a.count - b.count || a.index - b.index);
  const result = [...counts];
  let left = missing;
  for (let reached = 1; left > 0; reached++) {
    const next = order[reached]?.count ?? Infinity;
    const level = order[reached - 1]?.count ?? 0;
    const room = (next - level) * reached;
    const step = Math.min(left, room);
    const each = level + Math.floor(step / reached);
    order.slice(0, reached).forEach(({ index }, i) => {
      result[index] = each + (i < step % reached ? 1 : 0);
    });
    left -= step;
  }
  return result;
}
