import { grouped } from '../grouped';
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
}

/** The reads of a run by rows of the forecast, including reads with lost events if the machine counted them. */
export function discReadRows(
  plan: Pick<SessionPlan, 'reads' | 'forecast'>,
  counted: CountedReads,
): DiscReadRow[] {
  const totals = exactReads(plan, counted);
  const readsOf = grouped(plan.reads, (read) => read.matrix);
  return plan.forecast.rows.map(({ name, matrix, layer, sectors: sectorsOnDisc }): DiscReadRow => {
    const head = { name, ...(layer !== undefined && { layer }), sectorsOnDisc };
    // The header is not read while a pass runs.
    if (name === headerRow) return { ...head, reads: 0, sectors: 0, bytes: 0 };
    const done = (readsOf.get(matrix) ?? []).flatMap(({ index }) => totals[index] ?? []);
    const sectors = sum(done, 'sectors');
    return {
      ...head,
      reads: sum(done, 'count'),
      sectors,
      bytes: sectors * sectorBytes,
      ...measured(done),
    };
  });
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
