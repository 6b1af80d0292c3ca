import { sectorBytes } from '../../plan/units';
import { exactReads } from '../exactReads';
import type { TraceFile } from '../file/reader';
import type { RunTotalsJson } from '../runTotals';
import type { SessionPlan } from '../session';
import { timeParts, totalMs } from '../timeSplit';

export type Unit = 'ms' | 'bytes' | 'sectors' | 'reads' | 'seeks' | 'events';

/** A figure of a run of which less is better, so that runs can be compared and bounded. */
export interface Quantity {
  /** What a budget calls it: `ms-per-token`, or `matrix.ms` for a matrix. */
  readonly metric: string;
  /** The matrix or operation that it is of; absent for the whole run. */
  readonly row?: string;
  readonly value: number;
  readonly unit: Unit;
}

/** What each metric means, in the order in which they are listed. */
export const metrics: Readonly<Record<string, string>> = {
  'ms-per-token': 'milliseconds of all operations, by the tokens written',
  'disc-ms-per-token': 'of these, waiting for the disc',
  'matmul-ms-per-token': 'of these, matmuls',
  'attention-ms-per-token': 'of these, attention',
  'rest-ms-per-token': 'of these, everything else',
  'bytes-per-token': 'bytes read from disc, whole sectors, before the first pass not counted',
  'seeks-per-token': 'reads for which the head had to move',
  'ram-bytes': 'RAM that the plan fills, of 32 MiB',
  'lost-events': 'events that were lost on the way',
  'matrix.reads': 'reads of a matrix in a pass',
  'matrix.sectors': 'sectors read of a matrix in a pass',
  'matrix.seeks': 'seeks for a matrix in a pass',
  'matrix.ms': 'milliseconds of the reads of a matrix in a pass',
  'operation.ms': 'milliseconds of an operation, each time',
};

/** All figures of a run that can be compared; those that were not measured are absent. */
export function quantitiesOf({
  info: { plan },
  totals: counted,
}: Pick<TraceFile, 'info' | 'totals'>): Quantity[] {
  const totals = { ...counted, reads: exactReads(plan, counted) };
  return [
    ...runQuantities(plan, totals),
    ...matrixQuantities(plan, totals),
    ...operationQuantities(plan, totals),
  ];
}

function runQuantities(plan: SessionPlan, totals: RunTotalsJson): Quantity[] {
  const { tokens, times, lost } = totals;
  const used = plan.regions.reduce(
    (sum, { kind, start, end }) => sum + (kind === 'free' ? 0 : end - start),
    0,
  );
  const quantities: Quantity[] = [
    { metric: 'ram-bytes', value: used, unit: 'bytes' },
    { metric: 'lost-events', value: lost.events, unit: 'events' },
  ];
  if (tokens === 0) return quantities;
  const perToken = (metric: string, value: number, unit: Unit): void => {
    quantities.push({ metric, value: value / tokens, unit });
  };
  const ms = totalMs(times.total);
  if (ms > 0) {
    perToken('ms-per-token', ms, 'ms');
    for (const part of timeParts) perToken(`${part}-ms-per-token`, times.total[part], 'ms');
  }
  const streamed = plan.reads.filter(({ preload }) => !preload).map(({ index }) => totals.reads[index]);
  const sectors = streamed.reduce((sum, read) => sum + (read?.sectors ?? 0), 0);
  perToken('bytes-per-token', sectors * sectorBytes, 'bytes');
  if (streamed.some((read) => read?.seeks !== undefined)) {
    perToken(
      'seeks-per-token',
      streamed.reduce((sum, read) => sum + (read?.seeks ?? 0), 0),
      'seeks',
    );
  }
  return quantities;
}

function matrixQuantities(plan: SessionPlan, { reads, passes }: RunTotalsJson): Quantity[] {
  if (passes === 0) return [];
  return plan.matrices.flatMap(({ index: matrix, name: row }): Quantity[] => {
    const done = plan.reads
      .filter((read) => !read.preload && read.matrix === matrix)
      .flatMap(({ index }) => reads[index] ?? []);
    if (done.length === 0) return [];
    const perPass = (key: 'count' | 'sectors' | 'seeks' | 'ms'): number =>
      done.reduce((sum, read) => sum + (read[key] ?? 0), 0) / passes;
    const known = (key: 'seeks' | 'ms'): boolean => done.some((read) => read[key] !== undefined);
    return [
      { metric: 'matrix.reads', row, value: perPass('count'), unit: 'reads' },
      { metric: 'matrix.sectors', row, value: perPass('sectors'), unit: 'sectors' },
      ...(known('seeks')
        ? [{ metric: 'matrix.seeks', row, value: perPass('seeks'), unit: 'seeks' } as const]
        : []),
      ...(known('ms') ? [{ metric: 'matrix.ms', row, value: perPass('ms'), unit: 'ms' } as const] : []),
    ];
  });
}

function operationQuantities(plan: SessionPlan, { operations }: RunTotalsJson): Quantity[] {
  return plan.operations.flatMap(({ index, id: row }): Quantity[] => {
    const { count = 0, ms } = operations[index] ?? {};
    if (ms === undefined || count === 0) return [];
    return [{ metric: 'operation.ms', row, value: ms / count, unit: 'ms' }];
  });
}
