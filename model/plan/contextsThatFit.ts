import { withContext } from './context';
import { PlanError } from './error';
import { defaultPlanOptions, type KvCacheType } from './options';
import type { Plan } from './plan';
import { placeWeights } from './weightsLayout';
import { modelOfShape, shapeOfPlan } from './whatIf';

/** The largest contexts of a model in the room of its plan. */
export interface ContextsThatFit {
  /** With the KV cache of the plan. */
  readonly asPlanned: number;
  /** With an int16 KV cache. */
  readonly inInt16: number;
}

/** How far the context of a plan could go, at most to that of its model. */
export function contextsThatFit(plan: Plan): ContextsThatFit {
  return { asPlanned: largest(plan, plan.kvCache), inInt16: largest(plan, 'int16') };
}

function largest(plan: Plan, kvCache: KvCacheType): number {
  const { tokensBytes, batch, arena, ...shape } = shapeOfPlan(plan);
  const model = modelOfShape({
    ...shape,
    ...{ tokensBytes, batch, arena },
    config: { ...plan.config, seqLen: plan.modelContext },
  });
  const options = { ...defaultPlanOptions, tokensBytes, batch, arena, kvCache };
  try {
    return withContext({ model, weights: placeWeights(model, options), options }).seqLen;
  } catch (error) {
    if (error instanceof PlanError) return plan.config.seqLen;
    throw error;
  }
}
