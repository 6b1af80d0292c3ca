import type { Placement } from '../../disc/imageLayout';
import type { DiscType } from '../../disc/sector';
import { contextLength } from '../../model/model';
import { forecastCompute, operationMs } from '../../model/plan/computeTime';
import type { Operation, Plan } from '../../model/plan/plan';
import { storageOf, type Storage } from '../../model/plan/storage';
import { forecastToken } from '../../model/plan/tokenForecast';
import { sectorOfWeights } from '../../model/plan/whatIf';

/** The disc that a plan is read from. */
export interface PlannedDisc {
  readonly type: DiscType;
  /** Where the weights lie on it. */
  readonly placement: Placement;
}

/** The forecast for a token, in milliseconds by the operation's index. */
export interface PassForecast {
  /** What is read from. */
  readonly storage: Storage;
  readonly discMs: readonly number[];
  readonly computeMs: readonly number[];
}

/** A token in the middle of the context, read from a disc of this type. */
export function forecastPass(plan: Plan, { type, placement }: PlannedDisc): PassForecast {
  const storage = storageOf(type);
  const weightsSector = sectorOfWeights(plan, storage, placement);
  const compute = forecastCompute(plan);
  const { reads } = forecastToken(plan, { storage, weightsSector, compute, readAhead: 0 });
  const discMs = plan.operations.map(() => 0);
  for (const { read, ms } of reads) {
    const user = plan.reads[read]?.neededBy;
    if (user !== undefined) discMs[user] = (discMs[user] ?? 0) + ms;
  }
  const positions = contextLength(plan.config) / 2;
  const computeMs = plan.operations.map((operation) => operationMs(plan, operation, positions));
  return { storage, discMs, computeMs };
}

/** Multiplications with an addition that an operation does for one position, at most, where it has any. */
export function multiplyAdds(plan: Plan, { kind, matrix, inputs }: Operation): number {
  const found = matrix === undefined ? undefined : plan.matrices[matrix];
  if (kind === 'matmul') return found ? found.rows * found.cols : 0;
  if (kind === 'attention') {
    const { heads, headDim } = plan.config;
    return 2 * heads * headDim * contextLength(plan.config);
  }
  return kind === 'mix' ? (inputs.length - 1) * plan.config.dim : 0;
}
