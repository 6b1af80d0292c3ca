import { formatBytes } from '../../plan/units';
import { layoutValueOf } from '../../plan/layoutWords';
import type { SessionPlan } from '../session';

/**
 * What differs between the plans of two runs, in sentences.
 * @returns empty if none of this differs.
 */
export function planDifferences(baseline: SessionPlan, current: SessionPlan): readonly string[] {
  return comparisons.flatMap(({ what, of }) => {
    const [before, now] = [of(baseline), of(current)];
    return before === now
      ? []
      : [`The plans differ: ${what} is ${before} in the baseline, ${now} in this run.`];
  });
}

const comparisons: readonly { readonly what: string; readonly of: (plan: SessionPlan) => string }[] = [
  {
    what: 'the layout',
    of: ({ layout }) => (layout === undefined ? 'the default' : JSON.stringify(layoutValueOf(layout))),
  },
  { what: 'the number of operations', of: ({ operations }) => String(operations.length) },
  {
    what: 'the number of sectors read per pass',
    of: ({ forecast }) => String(forecast.sectorsPerPass),
  },
  {
    what: 'the number of matrices in RAM',
    of: ({ reads, matrices }) =>
      String(
        matrices.length - new Set(reads.filter(({ preload }) => !preload).map(({ matrix }) => matrix)).size,
      ),
  },
  {
    what: 'the RAM that is used',
    of: ({ regions }) => {
      const used = regions.filter(({ kind }) => kind !== 'free' && kind !== 'unknown');
      return formatBytes(used.reduce((sum, { start, end }) => sum + end - start, 0));
    },
  },
  {
    what: 'the context',
    of: ({ config }) => (config === undefined ? 'unknown' : `${config.seqLen} positions`),
  },
];
