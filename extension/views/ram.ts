import { ramBytes } from '../../model/plan/options';
import type { RamContent, Subject } from '../../webviews/messages';
import type { PlanFigures } from './discReads';

/** The regions of the RAM view. The plan covers all RAM without gap or overlap, so they add up to it. */
export function ramContent(subject: Subject, plan: Pick<PlanFigures, 'regions'>): RamContent {
  return {
    subject,
    totalBytes: ramBytes,
    regions: plan.regions.map(({ name, kind, start, end }) => ({ name, kind, start, end })),
  };
}
