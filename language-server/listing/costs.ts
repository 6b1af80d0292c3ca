import { isRecord } from '../../common/guards';

/** The client's notification with the times of the operations of a run. */
export const costsNotification = 'ps2ml/costs';

/** The times of a listing's operations in the last run. */
export interface RunCosts {
  /** URI of the listing, or the name of the model when the run had none. */
  readonly listing?: string;
  readonly model: string;
  /** The provenance of the times. */
  readonly source: string;
  readonly operations: readonly OperationCost[];
}

/** The time of one operation in all passes of a run. */
export interface OperationCost {
  readonly id: string;
  readonly count: number;
  /** Including the waits for its reads. */
  readonly ms: number;
  /** Part of it spent on disc reads. */
  readonly discMs: number;
}

/** How many runs are remembered. */
const keptRuns = 8;

/** The costs of the last runs, by listing. */
export class Costs {
  private readonly runs = new Map<string, RunCosts>();

  add(costs: RunCosts): void {
    const key = costs.listing ?? costs.model;
    this.runs.delete(key);
    this.runs.set(key, costs);
    const [oldest] = this.runs.keys();
    if (this.runs.size > keptRuns && oldest !== undefined) this.runs.delete(oldest);
  }

  /** Of a listing by its URI, else of a model by its name. */
  of(listing: string, model: string | undefined): RunCosts | undefined {
    return this.runs.get(listing) ?? (model === undefined ? undefined : this.runs.get(model));
  }
}

/** The mean of one operation over its passes. */
export function meanOf(cost: OperationCost | undefined): { ms: number; discMs: number } | undefined {
  if (cost === undefined || cost.count === 0) return undefined;
  return { ms: cost.ms / cost.count, discMs: cost.discMs / cost.count };
}

/** Reads the notification's parameters; undefined if they are invalid. */
export function readCosts(value: unknown): RunCosts | undefined {
  const record = (item: unknown): Readonly<Record<string, unknown>> => (isRecord(item) ? item : {});
  const { listing, model, source, operations } = record(value);
  if (typeof model !== 'string' || typeof source !== 'string' || !Array.isArray(operations)) return undefined;
  const read = operations.flatMap((item: unknown): OperationCost[] => {
    const { id, count, ms, discMs } = record(item);
    const numbers = [count, ms, discMs].every((number) => typeof number === 'number' && number >= 0);
    if (typeof id !== 'string' || !numbers) return [];
    return [{ id, count: count as number, ms: ms as number, discMs: discMs as number }];
  });
  return { ...(typeof listing === 'string' && { listing }), model, source, operations: read };
}
