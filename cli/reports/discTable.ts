import type { DiscForecast, DiscRow } from '../../model/plan/forecast';
import { sectorBytes } from '../../model/plan/units';
import { discReadRows } from '../../model/trace/discRows';
import type { CountedReads } from '../../model/trace/exactReads';
import type { SessionPlan } from '../../model/trace/session';
import { formatInteger, formatShare, textTable } from '../../model/textTable';

/** Reads and sectors of a row and, if measured, the work of the drive. */
export interface Reads {
  readonly reads: number;
  readonly sectors: number;
  readonly measured?: DriveCost;
}

interface DriveCost {
  /** First sector on the disc. */
  readonly lba: number;
  readonly seeks: number;
  readonly ms: number;
}

/** The reads of a row in one pass, from the plan. */
export function readsPerPass({ readsPerPass: reads, sectorsPerPass: sectors }: DiscRow): Reads {
  return { reads, sectors };
}

/** The reads of each row so far. */
export function readsOfRun(
  plan: Pick<SessionPlan, 'reads' | 'forecast'>,
  totals: CountedReads,
): (row: DiscRow) => Reads {
  const rows = new Map(discReadRows(plan, totals).map((row) => [row.name, row]));
  return ({ name }) => {
    const { reads = 0, sectors = 0, lba, seeks = 0, ms } = rows.get(name) ?? {};
    return { reads, sectors, ...(lba !== undefined && ms !== undefined && { measured: { lba, seeks, ms } }) };
  };
}

const sumOfCosts = (costs: readonly DriveCost[]): DriveCost => ({
  lba: Math.min(...costs.map(({ lba }) => lba)),
  seeks: costs.reduce((sum, { seeks }) => sum + seeks, 0),
  ms: costs.reduce((sum, { ms }) => sum + ms, 0),
});

/** Per matrix: its size on the disc and its reads. */
export function discTable(forecast: DiscForecast, readsOf: (row: DiscRow) => Reads): string {
  const rows = forecast.rows.map((row) => ({ name: row.name, onDisc: row.sectors, ...readsOf(row) }));
  const isMeasured = rows.some(({ measured }) => measured !== undefined);
  const all: (typeof rows)[number] = { name: 'all', onDisc: 0, ...sumOf(rows) };
  for (const { onDisc } of rows) all.onDisc += onDisc;
  const cells = [...rows, all].map((row) => [
    row.name,
    ...(isMeasured ? [row.measured && row !== all ? formatInteger(row.measured.lba) : ''] : []),
    formatInteger(row.onDisc),
    formatInteger(row.reads),
    formatInteger(row.sectors),
    formatInteger(row.sectors * sectorBytes),
    ...(isMeasured ? costCells(row) : []),
    formatShare(row.sectors, all.sectors),
  ]);
  const head = ['matrix', 'sectors on disc', 'reads', 'sectors read', 'bytes read', 'share'];
  if (isMeasured) {
    head.splice(1, 0, 'LBA');
    head.splice(-1, 0, 'seeks', 'ms', 'MB/s');
  }
  const numbers = head.map((_, column) => column).slice(1);
  return textTable([head, ...cells], numbers);
}

function sumOf(rows: readonly Reads[]): Reads {
  const measured = rows.flatMap((row) => row.measured ?? []);
  return {
    reads: rows.reduce((sum, { reads }) => sum + reads, 0),
    sectors: rows.reduce((sum, { sectors }) => sum + sectors, 0),
    measured: sumOfCosts(measured),
  };
}

function costCells({ sectors, measured }: Reads): string[] {
  if (!measured) return ['', '', ''];
  const { seeks, ms } = measured;
  const rate = ms === 0 ? '' : ((sectors * sectorBytes) / ms / 1000).toFixed(2);
  return [formatInteger(seeks), ms.toFixed(1), rate];
}
