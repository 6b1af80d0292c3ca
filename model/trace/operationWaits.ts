import type { RunTotalsJson } from './runTotals';
import type { SessionPlan } from './session';

/** Milliseconds that each operation has waited for its reads, by index; the program waits for each read as it comes. */
export function operationWaits(
  { operations, reads }: Pick<SessionPlan, 'operations' | 'reads'>,
  totals: Pick<RunTotalsJson, 'reads' | 'operations'>,
): number[] {
  const waits = operations.map(() => 0);
  for (const { index, preload, neededBy } of reads) {
    if (!preload) waits[neededBy] = (waits[neededBy] ?? 0) + (totals.reads[index]?.ms ?? 0);
  }
  // Where events were lost, those of reads may be there and those of their operation not.
  return waits.map((wait, index) => Math.min(wait, totals.operations[index]?.ms ?? 0));
}
