import { forecastDisc } from '../../model/plan/forecast';
import type { Listing } from '../../model/plan/listing';
import type { Plan } from '../../model/plan/plan';
import { sessionBuffersOf } from '../../model/trace/buffers';
import type { Provenance } from '../../model/trace/events';
import type { SessionListing, SessionPlan, SessionState } from '../../model/trace/session';
import { lineOf } from './frames';
import type { Stop } from '../debuggee/stop';

/** What the views receive of a plan. */
export function sessionPlanOf(
  plan: Plan,
  listing: Listing,
  source: Omit<SessionListing, 'lines' | 'text'>,
  provenance: Provenance,
): SessionPlan {
  return {
    model: plan.model,
    ...(plan.arithmetic !== 1 && { arithmetic: plan.arithmetic }),
    config: plan.config,
    provenance,
    listing: { ...source, lines: listing.lines.length, text: listing.text },
    regions: plan.regions,
    buffers: sessionBuffersOf(plan),
    matrices: plan.matrices.map(({ index, name, layer, rows, cols, type, resident, parts }) => ({
      index,
      name,
      ...(layer !== undefined && { layer }),
      rows,
      cols,
      type,
      resident,
      bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0),
    })),
    reads: plan.reads.map(({ index, preload, matrix, sector, sectors, bytes, issuedBefore, neededBy }) => ({
      index,
      preload,
      ...(matrix !== undefined && { matrix }),
      sector,
      sectors,
      bytes,
      issuedBefore,
      neededBy,
    })),
    operations: plan.operations.map(({ index, id, kind, layer, tail, inputs, ...operation }) => {
      const matrix = operation.matrix ?? inputs.find((input) => input.matrix !== undefined)?.matrix;
      return {
        index,
        id,
        kind,
        ...(layer !== undefined && { layer }),
        ...(matrix !== undefined && { matrix }),
        tail,
        line: listing.operationLines[index] ?? listing.passLine,
      };
    }),
    forecast: forecastDisc(plan),
  };
}

/** Where a session is stopped, for the views. */
export function stoppedState({ plan, position, facts }: Stop, listing: Listing): SessionState {
  const { pass, first, count, operation } = position;
  return { state: 'stopped', pass, first, count, operation, line: lineOf(plan, listing, facts.cursor) };
}
