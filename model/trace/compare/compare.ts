import { executorLabel } from '../../../targets/provenance';
import type { TraceFile } from '../file/reader';
import type { SessionPlan } from '../session';
import { planDifferences } from './planDifferences';
import { metrics, quantitiesOf, type Quantity, type Unit } from './quantities';

/** One metric of two runs; absent if a run does not have it. */
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
  /** Sentences about differences that make the comparison doubtful. */
  readonly differences: readonly string[];
}

type Compared = Pick<TraceFile, 'label' | 'info' | 'totals'>;

/** Pairs the metrics of a run with those of an earlier one, by name. */
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

/** The new value of a row relative to the old one; undefined if one is missing or the old one is 0. */
export function changeOf({ baseline, current }: ComparedRow): number | undefined {
  if (baseline === undefined || current === undefined || baseline === 0) return undefined;
  return current / baseline - 1;
}

/** Times are sums of floats: a difference in the last digits only does not count. */
const sameShare = 1e-6;

/** Whether a row differs between the runs. */
export function differs({ baseline, current }: ComparedRow): boolean {
  if (baseline === undefined || current === undefined) return true;
  return Math.abs(current - baseline) > sameShare * Math.max(Math.abs(baseline), Math.abs(current));
}

/** Equal figures can hide an order of the operations that differs. */
function planDifferenceSentences(a: SessionPlan, b: SessionPlan): readonly string[] {
  const known = planDifferences(a, b);
  return known.length > 0 ? known : ['The plans differ in details that change none of the figures above.'];
}

const keyOf = ({ metric, row = '' }: Quantity): string => `${metric}\n${row}`;

function differencesOf(baseline: Compared, current: Compared): string[] {
  const [a, b] = [baseline.info, current.info];
  const hashes = [a.plan.modelHash, b.plan.modelHash];
  const versionOf = ({ plan }: typeof a): number => plan.arithmetic ?? 1;
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
    ...(a.eeFloats === b.eeFloats
      ? []
      : [
          `The baseline is from EE-float revision ${a.eeFloats}, this run from ${b.eeFloats}: in EE arithmetic their quotients and roots differ in the last bit.`,
        ]),
    ...(versionOf(a) === versionOf(b)
      ? []
      : [
          `The baseline is from arithmetic version ${versionOf(a)}, this run from ${versionOf(b)}: their results differ slightly.`,
        ]),
    ...(a.planHash === b.planHash ? [] : planDifferenceSentences(a.plan, b.plan)),
    ...(settings(a) === settings(b) ? [] : ['The prompts or the sampling differ.']),
    ...(baseline.totals.tokens === current.totals.tokens
      ? []
      : [`The baseline generated ${baseline.totals.tokens} tokens, this run ${current.totals.tokens}.`]),
  ];
}
