import { ramBytes } from '../../common/ram';
import { contextLength } from '../../model/model';
import type { Moment } from '../../model/trace/moment';
import type { SessionMatrix } from '../../model/trace/session';
import type { RamContent } from '../../webviews/messages/ram';
import type { Subject } from '../../webviews/messages/subject';
import type { TraceStore } from '../traceStore';
import type { PlanFigures } from './discReads';

/**
 * The regions of the RAM view and their contents. The plan covers all RAM without gap or overlap, so the regions
 * add up to it.
 * @param positions whose keys and values are in the KV cache
 */
export function ramContent(
  subject: Subject,
  plan: Pick<PlanFigures, 'regions' | 'buffers' | 'config'>,
  positions: number,
): RamContent {
  return {
    subject,
    totalBytes: ramBytes,
    regions: plan.regions.map(({ name, kind, start, end }) => ({ name, kind, start, end })),
    buffers: plan.buffers,
    positions,
    contextLength: plan.config === undefined ? 0 : contextLength(plan.config),
  };
}

/** The matrices in the stream slots, from the latest reads; none before the first, undefined if these are no longer kept. */
export function inSlots({ history, plan }: TraceStore, moment: Moment | undefined): string[] | undefined {
  const { kept } = history;
  const passes = kept.filter((pass) => moment === undefined || pass <= moment.pass);
  const latest = passes.findLast((pass) => streamedReads(pass).length > 0);
  // The reads before the first pass are kept: nothing came before them.
  if (latest === undefined) return history.has(-1) ? [] : undefined;
  const read = streamedReads(latest);
  const last = read.at(-1);
  if (last === undefined) return [];
  // Matrices of a layer that is read once have their own slots.
  const isKept = plan.layout?.sharedLayers === 'readOnce' && last.layer !== undefined;
  const there = isKept ? read.filter(({ layer }) => layer === last.layer) : [last];
  return [...new Set(there.map(({ name }) => name))];

  function streamedReads(pass: number): SessionMatrix[] {
    return history.readsOf(pass, moment).flatMap((done) => {
      const matrix = plan.reads[done.read]?.matrix;
      return matrix === undefined ? [] : (plan.matrices[matrix] ?? []);
    });
  }
}
