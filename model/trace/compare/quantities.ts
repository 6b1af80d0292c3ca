import { sectorBytes } from '../../plan/units';
import { exactReads } from '../exactReads';
import type { TraceFile } from '../file/reader';
import type { RunTotalsJson } from '../runTotals';
import type { SessionPlan } from '../session';
import { timeParts, totalMs } from '../timeSplit';

export type Unit = 'ms' | 'bytes' | 'sectors' | 'reads' | 'seeks' | 'events';

/** A metric of a run (less is better), for comparisons and budgets. */
export interface Quantity {
  /** Its name in a budget: `ms-per-token`, or `matrix.ms` for a matrix. */
  readonly metric: string;
  /** Its matrix or operation; absent for the whole run. */
  readonly row?: string;
  readonly value: number;
  readonly unit: Unit;
}

/** The meaning of each metric, in display order. */
export const metrics: Readonly<Record<string, string>> = {
  'ms-per-token': 'milliseconds of all operations per generated token',
  'disc-ms-per-token': 'of these, waiting for the disc',
  'matmul-ms-per-token': 'of these, matmuls',
  'attention-ms-per-token': 'of these, attention',
  'rest-ms-per-token': 'of these, everything else',
  'bytes-per-token': 'bytes read from disc in whole sectors, without reads before the first pass',
  'seeks-per-token': 'reads that needed a seek',
  'ram-bytes': 'RAM that the plan uses, of 32 MiB',
  'lost-events': 'lost events',
  'matrix.reads': 'reads of a matrix per pass',
  'matrix.sectors': 'sectors read of a matrix per pass',
  'matrix.seeks': 'seeks for a matrix per pass',
  'matrix.ms': 'milliseconds of the reads of a matrix per pass',
  'operation.ms': 'milliseconds per execution of an operation',
};

/** What people read in place of the name of a metric. */
export const metricTitles: Readonly<Record<string, string>> = {
  'ms-per-token': 'Time per token',
  'disc-ms-per-token': 'Time per token: disc',
  'matmul-ms-per-token': 'Time per token: matmuls',
  'attention-ms-per-token': 'Time per token: attention',
  'rest-ms-per-token': 'Time per token: rest',
  'bytes-per-token': 'Bytes read per token',
  'seeks-per-token': 'Seeks per token',
  'ram-bytes': 'RAM of the plan',
  'lost-events': 'Lost events',
  'matrix.reads': 'Reads per pass',
  'matrix.sectors': 'Sectors per pass',
  'matrix.seeks': 'Seeks per pass',
  'matrix.ms': 'Read time per pass',
  'operation.ms': 'Time of the operation',
};

/** All comparable metrics of a run; those that were not measured are absent. */
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
    (sum, { kind, start, end }) => sum + (kind === 'free' || kind === 'unknown' ? 0 : end - start),
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
  // A program without a plan has no passes that are known: its whole run counts as one.
  const isProgram = plan.program !== undefined;
  const runs = isProgram ? 1 : passes;
  if (runs === 0) return [];
  return plan.matrices.flatMap(({ index: matrix, name: row }): Quantity[] => {
    const done = plan.reads
      .filter((read) => (isProgram || !read.preload) && read.matrix === matrix)
      .flatMap(({ index }) => reads[index] ?? []);
    // A matrix in RAM is not read, which is a figure too: a streamed run has more.
    if (done.length === 0 && isProgram) return [];
    const perPass = (key: 'count' | 'sectors' | 'seeks' | 'ms'): number =>
      done.reduce((sum, read) => sum + (read[key] ?? 0), 0) / runs;
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
