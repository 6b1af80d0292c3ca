import { grouped } from '../../model/grouped';
import { headerRow, type DiscRow as ForecastRow } from '../../model/plan/forecast';
import { sectorBytes } from '../../model/plan/units';
import { pieceSums } from '../../model/trace/discRows';
import type { TokenTime } from '../../model/trace/passTimes';
import type { SessionPlan } from '../../model/trace/session';
import type { DiscReadsContent, DiscRow } from '../../webviews/messages/discReads';
import type { Subject } from '../../webviews/messages/subject';
import type { ReadTotal } from '../../model/trace/readTotals';

/** What the figures are made from: a session's plan, or a file's. */
export interface PlanFigures extends Pick<
  SessionPlan,
  'forecast' | 'regions' | 'buffers' | 'config' | 'program'
> {
  readonly reads: readonly Pick<
    SessionPlan['reads'][number],
    'index' | 'matrix' | 'preload' | 'sectors' | 'bytes' | 'offset'
  >[];
}

/** What a run did of the plan's reads, by their index; empty before a run. */
interface DiscFigures {
  readonly reads: readonly ReadTotal[];
  readonly lastToken?: TokenTime;
}

/**
 * The rows of the tab Disc: the contents of WEIGHTS.BIN, in its order, each with its reads so far, and the padding
 * of all of them as a row of its own. The bytes of all rows add up to the file.
 */
export function discReadsContent(subject: Subject, plan: PlanFigures, run: DiscFigures): DiscReadsContent {
  const readsOf = grouped(plan.reads, ({ matrix }) => matrix);
  const isProgram = plan.program !== undefined;
  const rows = plan.forecast.rows.map((row) =>
    discRow(row, readsOf.get(row.matrix) ?? [], run.reads, isProgram),
  );
  // A program without a plan reads its disc as it is: padding is a row where there is some.
  if (isProgram) return { subject, rows, fileSectors: plan.forecast.sectors };
  const padding: DiscRow = {
    name: 'padding to whole sectors',
    kind: 'padding',
    bytes: sum(plan.forecast.rows, (row) => row.padding),
    resident: false,
    reads: 0,
    repeats: 0,
    sectorsRead: 0,
    bytesRead: sum(plan.reads, ({ index, bytes }) => {
      const { count, sectors } = run.reads[index] ?? notRead;
      return sectors * sectorBytes - count * bytes;
    }),
    readsPerToken: 0,
    bytesPerToken: sum(plan.reads, ({ preload, sectors, bytes }) =>
      preload ? 0 : sectors * sectorBytes - bytes,
    ),
  };
  return {
    subject,
    rows: [...rows, padding],
    fileSectors: plan.forecast.sectors,
    ...(run.lastToken !== undefined && { lastToken: run.lastToken }),
  };
}

const notRead: ReadTotal = { count: 0, sectors: 0 };

function discRow(
  row: ForecastRow,
  ofMatrix: PlanFigures['reads'],
  totals: readonly ReadTotal[],
  isProgram: boolean,
): DiscRow {
  const isHeader = row.name === headerRow;
  const reads = isHeader ? [] : ofMatrix;
  const done = reads.map(({ index }) => totals[index] ?? notRead);
  return {
    name: row.name,
    kind: row.content ?? (isHeader ? 'header' : row.matrix === undefined ? 'vectors' : 'matrix'),
    ...(row.layer !== undefined && { layer: row.layer }),
    sectors: row.sectors,
    bytes: row.bytes,
    resident: row.readsPerPass === 0 && !isProgram,
    reads: sum(done, ({ count }) => count),
    repeats: sum(done, ({ count }) => Math.max(0, count - 1)),
    bytesRead: sum(reads, ({ index, bytes }) => (totals[index] ?? notRead).count * bytes),
    sectorsRead: sum(done, ({ sectors }) => sectors),
    ...measuredOf(done),
    readsPerToken: row.readsPerPass,
    bytesPerToken: sum(reads, ({ preload, bytes }) => (preload ? 0 : bytes)),
    ...(isProgram && { pieces: { bytes: row.bytes, ...pieceSums(reads, totals) } }),
  };
}

/** Nothing where nothing was measured. */
function measuredOf(totals: readonly ReadTotal[]): Pick<DiscRow, 'lba' | 'seeks' | 'ms'> {
  const known = (key: 'lba' | 'seeks' | 'ms'): number[] => totals.flatMap((total) => total[key] ?? []);
  const [lbas, seeks, ms] = [known('lba'), known('seeks'), known('ms')];
  const add = (values: readonly number[]): number => sum(values, (value) => value);
  return {
    ...(lbas.length > 0 && { lba: Math.min(...lbas) }),
    ...(seeks.length > 0 && { seeks: add(seeks) }),
    ...(ms.length > 0 && { ms: add(ms) }),
  };
}

function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}
