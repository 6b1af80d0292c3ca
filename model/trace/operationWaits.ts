import type { RunTotalsJson } from './runTotals';
import type { SessionPlan } from './session';

/** Milliseconds that each operation waited for its reads, by index; the program waits for each read in turn. */
export function operationWaits(
  { operations, reads }: Pick<SessionPlan, 'operations' | 'reads'>,
  totals: Pick<RunTotalsJson, 'reads' | 'operations'>,
): number[] {
  const waits = operations.map(() => 0);
  for (const { index, preload, neededBy } of reads) {
    if (!preload) waits[neededBy] = (waits[neededBy] ?? 0) + (totals.reads[index]?.ms ?? 0);
  }
  // After lost events, reads may be recorded without their operation.
  return waits.map((wait, index) => Math.min(wait, totals.operations[index]?.ms ?? 0));
}
