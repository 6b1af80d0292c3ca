import { vectorsRow } from '../../model/plan/forecast';
import type { DoneRead } from '../../model/trace/history';
import type { SessionPlan } from '../../model/trace/session';
import type { DiscPath, PathStep } from '../../webviews/messages/discReads';

/** The head's way in a pass; undefined where no place on a disc was measured. */
export function discPathOf(
  plan: SessionPlan,
  pass: number,
  reads: readonly DoneRead[],
): DiscPath | undefined {
  const steps = reads.flatMap(({ read, lba, sectors, seek, ms }): PathStep[] => {
    const planned = plan.reads[read];
    if (planned === undefined || lba === undefined) return [];
    const matrix = planned.matrix === undefined ? undefined : plan.matrices[planned.matrix];
    return [
      {
        name: matrix?.name ?? vectorsRow,
        operation: planned.neededBy,
        lba,
        sectors,
        seek: seek ?? false,
        ...(ms !== undefined && { ms }),
      },
    ];
  });
  return steps.length === 0 ? undefined : { pass, steps };
}
