import type { OperationCost, RunCosts } from '../../language-server/listing/costs';
import { executorLabel } from '../../targets/provenance';
import type { RunTotals } from '../../model/trace/runTotals';
import type { SessionPlan } from '../../model/trace/session';

/** What a run's operations took, for the language server; undefined when nothing was measured. */
export function runCostsOf(
  plan: SessionPlan,
  { operations, reads }: Pick<RunTotals, 'operations' | 'reads'>,
): RunCosts | undefined {
  const discMs = new Map<number, number>();
  plan.reads.forEach(({ preload, neededBy, index }) => {
    const ms = reads[index]?.ms ?? 0;
    if (!preload) discMs.set(neededBy, (discMs.get(neededBy) ?? 0) + ms);
  });
  const costs = plan.operations.flatMap(({ id, index }): OperationCost[] => {
    const { count = 0, ms } = operations[index] ?? {};
    if (ms === undefined || count === 0) return [];
    // A read that began before the operation took longer than the operation waited for it.
    return [{ id, count, ms, discMs: Math.min(ms, discMs.get(index) ?? 0) }];
  });
  if (costs.length === 0) return undefined;
  const { uri } = plan.listing;
  return {
    ...(uri !== undefined && { listing: uri }),
    model: plan.model,
    source: executorLabel(plan.provenance),
    operations: costs,
  };
}
