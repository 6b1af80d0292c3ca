import { vectorsRow, type DiscForecast, type DiscRow } from '../../model/plan/forecast';
import { sectorBytes } from '../../model/plan/units';
import type { TraceEvent } from '../../model/trace/events';
import type { SessionPlan } from '../../model/trace/session';
import { formatInteger, formatShare, textTable } from './textTable';

/** How often something was read and how many sectors that took. */
export interface Reads {
  readonly reads: number;
  readonly sectors: number;
}

/** The reads of a row in one pass, as the plan has them. */
export function readsPerPass({ readsPerPass: reads, sectorsPerPass: sectors }: DiscRow): Reads {
  return { reads, sectors };
}

/** Counts the reads of a run by the rows of the forecast. */
export class ReadCounter {
  private readonly counted = new Map<string, Reads>();

  constructor(private readonly plan: Pick<SessionPlan, 'reads' | 'matrices'>) {}

  add(event: TraceEvent): void {
    if (event.type !== 'read') return;
    const matrix = this.plan.reads[event.read]?.matrix;
    const name = matrix === undefined ? vectorsRow : (this.plan.matrices[matrix]?.name ?? '');
    const { reads, sectors } = this.of({ name });
    this.counted.set(name, { reads: reads + 1, sectors: sectors + event.sectors });
  }

  readonly of = ({ name }: Pick<DiscRow, 'name'>): Reads =>
    this.counted.get(name) ?? { reads: 0, sectors: 0 };
}

/** Per matrix: what it takes on the disc and how it is read. */
export function discTable(forecast: DiscForecast, readsOf: (row: DiscRow) => Reads): string {
  const rows = forecast.rows.map((row) => ({ name: row.name, onDisc: row.sectors, ...readsOf(row) }));
  const all = { name: 'all', onDisc: 0, reads: 0, sectors: 0 };
  for (const { onDisc, reads, sectors } of rows) {
    all.onDisc += onDisc;
    all.reads += reads;
    all.sectors += sectors;
  }
  const cells = [...rows, all].map(({ name, onDisc, reads, sectors }) => [
    name,
    formatInteger(onDisc),
    formatInteger(reads),
    formatInteger(sectors),
    formatInteger(sectors * sectorBytes),
    formatShare(sectors, all.sectors),
  ]);
  const head = ['matrix', 'sectors on disc', 'reads', 'sectors read', 'bytes read', 'share'];
  return textTable([head, ...cells], [1, 2, 3, 4, 5]);
}
