import { grouped } from '../grouped';
import { ByteRanges } from './byteRanges';
import { headerRow } from '../plan/forecast';
import { sectorBytes } from '../plan/units';
import { exactReads, type CountedReads } from './exactReads';
import type { ReadTotal } from './readTotals';
import type { SessionPlan } from './session';

/** A run's reads of one row of the disc forecast: a matrix, or the block of vectors. */
export interface DiscReadRow {
  readonly name: string;
  readonly layer?: number;
  /** Its size on the disc in sectors. */
  readonly sectorsOnDisc: number;
  readonly reads: number;
  readonly sectors: number;
  /** Whole sectors. */
  readonly bytes: number;
  /** If measured: the first sector on the disc, the number of seeks, and milliseconds. */
  readonly lba?: number;
  readonly seeks?: number;
  readonly ms?: number;
  /** Of a program without a plan, whose reads may be any piece of it. */
  readonly pieces?: PieceSums;
}

/** What was read of something on a disc, in its own bytes without those of its neighbours in a sector. */
export interface PieceSums {
  /** Its size. */
  readonly bytes: number;
  /** Bytes read in total, and how many were read at least once. */
  readonly readBytes: number;
  readonly coveredBytes: number;
}

/** The reads of a run by rows of the forecast, including reads with lost events if the machine counted them. */
export function discReadRows(
  plan: Pick<SessionPlan, 'reads' | 'forecast' | 'program'>,
  counted: CountedReads,
): DiscReadRow[] {
  const totals = exactReads(plan, counted);
  const readsOf = grouped(plan.reads, (read) => read.matrix);
  return plan.forecast.rows.map(({ name, matrix, layer, sectors: sectorsOnDisc, bytes }): DiscReadRow => {
    const head = { name, ...(layer !== undefined && { layer }), sectorsOnDisc };
    // The header is not read while a pass runs.
    if (name === headerRow) return { ...head, reads: 0, sectors: 0, bytes: 0 };
    const own = readsOf.get(matrix) ?? [];
    const done = own.flatMap(({ index }) => totals[index] ?? []);
    const sectors = sum(done, 'sectors');
    return {
      ...head,
      reads: sum(done, 'count'),
      sectors,
      bytes: sectors * sectorBytes,
      ...measured(done),
      ...(plan.program !== undefined && { pieces: { bytes, ...pieceSums(own, totals) } }),
    };
  });
}

/** What the reads of one matrix brought of it. */
export function pieceSums(
  reads: readonly Pick<SessionPlan['reads'][number], 'index' | 'bytes' | 'offset'>[],
  totals: readonly ReadTotal[],
): Pick<PieceSums, 'readBytes' | 'coveredBytes'> {
  const covered = new ByteRanges();
  let readBytes = 0;
  for (const { index, bytes, offset = 0 } of reads) {
    const { count = 0 } = totals[index] ?? {};
    readBytes += count * bytes;
    if (count > 0) covered.add(offset, offset + bytes);
  }
  return { readBytes, coveredBytes: covered.bytes };
}

function measured(done: readonly ReadTotal[]): Pick<DiscReadRow, 'lba' | 'seeks' | 'ms'> {
  const lbas = done.flatMap(({ lba }) => lba ?? []);
  const has = (key: 'seeks' | 'ms'): boolean => done.some((read) => read[key] !== undefined);
  return {
    ...(lbas.length > 0 && { lba: Math.min(...lbas) }),
    ...(has('seeks') && { seeks: sum(done, 'seeks') }),
    ...(has('ms') && { ms: sum(done, 'ms') }),
  };
}

const sum = (done: readonly ReadTotal[], key: 'count' | 'sectors' | 'seeks' | 'ms'): number =>
  done.reduce((total, read) => total + (read[key] ?? 0), 0);
