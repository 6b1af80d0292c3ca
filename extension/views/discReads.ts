import { headerRow, type DiscRow as ForecastRow } from '../../model/plan/forecast';
import { sectorBytes } from '../../model/plan/units';
import type { SessionPlan } from '../../model/trace/session';
import type { DiscReadsContent, DiscRow, Subject } from '../../webviews/messages';

/** What the figures are made from: a session's plan, or a file's. */
export interface PlanFigures extends Pick<SessionPlan, 'forecast' | 'regions'> {
  readonly reads: readonly Pick<
    SessionPlan['reads'][number],
    'index' | 'matrix' | 'preload' | 'sectors' | 'bytes'
  >[];
}

/** How often each read of the plan was done and how many sectors that were; empty before a run. */
export interface ReadTotals {
  readonly readCounts: readonly number[];
  readonly readSectors: readonly number[];
}

/**
 * The rows of the Disc Reads view: what lies in WEIGHTS.BIN, in its order, each with its reads so far, and the padding
 * of all of them as a row of its own. The bytes of all rows add up to the file.
 */
export function discReadsContent(subject: Subject, plan: PlanFigures, totals: ReadTotals): DiscReadsContent {
  const rows = plan.forecast.rows.map((row) => discRow(row, plan, totals));
  const padding: DiscRow = {
    name: 'padding to whole sectors',
    kind: 'padding',
    bytes: sum(plan.forecast.rows, (row) => row.padding),
    resident: false,
    reads: 0,
    bytesRead: sum(
      plan.reads,
      ({ index, bytes }) =>
        (totals.readSectors[index] ?? 0) * sectorBytes - (totals.readCounts[index] ?? 0) * bytes,
    ),
    readsPerToken: 0,
    bytesPerToken: sum(plan.reads, ({ preload, sectors, bytes }) =>
      preload ? 0 : sectors * sectorBytes - bytes,
    ),
  };
  return { subject, rows: [...rows, padding], fileSectors: plan.forecast.sectors };
}

function discRow(row: ForecastRow, plan: PlanFigures, totals: ReadTotals): DiscRow {
  const isHeader = row.name === headerRow;
  const reads = isHeader ? [] : plan.reads.filter(({ matrix }) => matrix === row.matrix);
  return {
    name: row.name,
    kind: isHeader ? 'header' : row.matrix === undefined ? 'vectors' : 'matrix',
    ...(row.layer !== undefined && { layer: row.layer }),
    sectors: row.sectors,
    bytes: row.bytes,
    resident: row.readsPerPass === 0,
    reads: sum(reads, ({ index }) => totals.readCounts[index] ?? 0),
    bytesRead: sum(reads, ({ index, bytes }) => (totals.readCounts[index] ?? 0) * bytes),
    readsPerToken: row.readsPerPass,
    bytesPerToken: sum(reads, ({ preload, bytes }) => (preload ? 0 : bytes)),
  };
}

function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}
