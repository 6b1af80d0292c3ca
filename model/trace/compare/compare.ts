import { executorLabel } from '../../../targets/provenance';
import type { TraceFile } from '../file/reader';
import { metrics, quantitiesOf, type Quantity, type Unit } from './quantities';

/** One figure of two runs; absent on the side that does not have it. */
export interface ComparedRow {
  readonly metric: string;
  readonly row?: string;
  readonly unit: Unit;
  readonly baseline?: number;
  readonly current?: number;
}

/** Two runs side by side. */
export interface Comparison {
  readonly rows: readonly ComparedRow[];
  /** What makes the runs hard to compare, in sentences. */
  readonly differences: readonly string[];
}

type Compared = Pick<TraceFile, 'label' | 'info' | 'totals'>;

/** Puts the figures of a run beside those of an earlier one, row by row, by their names. */
export function compareTraces(baseline: Compared, current: Compared): Comparison {
  const before = new Map(quantitiesOf(baseline).map((quantity) => [keyOf(quantity), quantity]));
  const after = new Map(quantitiesOf(current).map((quantity) => [keyOf(quantity), quantity]));
  const order = Object.keys(metrics);
  const keys = [...new Set([...after.keys(), ...before.keys()])];
  const rows = keys.flatMap((key): ComparedRow[] => {
    const [old, now] = [before.get(key), after.get(key)];
    const either = now ?? old;
    if (either === undefined) return [];
    const { metric, row, unit } = either;
    return [
      {
        metric,
        ...(row !== undefined && { row }),
        unit,
        ...(old !== undefined && { baseline: old.value }),
        ...(now !== undefined && { current: now.value }),
      },
    ];
  });
  return {
    rows: rows.toSorted((a, b) => order.indexOf(a.metric) - order.indexOf(b.metric)),
    differences: differencesOf(baseline, current),
  };
}

/** What a row became, as a part of what it was; undefined where one of them is not there or was nothing. */
export function changeOf({ baseline, current }: ComparedRow): number | undefined {
  if (baseline === undefined || current === undefined || baseline === 0) return undefined;
  return current / baseline - 1;
}

/** Times are sums of floats: what differs in the last digits alone is the same. */
const sameShare = 1e-6;

/** Whether a row says something else of the two runs. */
export function differs({ baseline, current }: ComparedRow): boolean {
  if (baseline === undefined || current === undefined) return true;
  return Math.abs(current - baseline) > sameShare * Math.max(Math.abs(baseline), Math.abs(current));
}

const keyOf = ({ metric, row = '' }: Quantity): string => `${metric}\n${row}`;

function differencesOf(baseline: Compared, current: Compared): string[] {
  const [a, b] = [baseline.info, current.info];
  const hashes = [a.plan.modelHash, b.plan.modelHash];
  const settings = (info: typeof a): string =>
    JSON.stringify(info.settings.map(({ name, value }) => [name, value]));
  return [
    ...(a.plan.provenance === b.plan.provenance
      ? []
      : [
          `The baseline is from "${executorLabel(a.plan.provenance)}", this run from "${executorLabel(b.plan.provenance)}".`,
        ]),
    ...(hashes[0] !== undefined && hashes[1] !== undefined && hashes[0] !== hashes[1]
      ? ['The models differ.']
      : []),
    ...(a.planHash === b.planHash ? [] : ['The plans differ.']),
    ...(settings(a) === settings(b) ? [] : ['The prompts or the sampling differ.']),
    ...(baseline.totals.tokens === current.totals.tokens
      ? []
      : [`The baseline wrote ${baseline.totals.tokens} tokens, this run ${current.totals.tokens}.`]),
  ];
}
