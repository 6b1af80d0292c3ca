import { contextLength } from '../../model/model';
import { ramBytes } from '../../model/plan/options';
import type { RamContent, Subject } from '../../webviews/messages';
import type { PlanFigures } from './discReads';

/**
 * The regions of the RAM view and what lies in them. The plan covers all RAM without gap or overlap, so the regions
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
    contextLength: contextLength(plan.config),
  };
}
