import { formatInteger } from '../textTable';
import { withContext } from './context';
import { PlanError } from './error';
import { defaultPlanOptions, type KvCacheType } from './options';
import type { Plan } from './plan';
import { placeWeights } from './weightsLayout';
import { modelOfShape, shapeOfPlan } from './whatIf';

/** The largest contexts of a model in the room of its plan. */
interface ContextsThatFit {
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
  const { tokensBytes, batch, arena, arithmetic, ...shape } = shapeOfPlan(plan);
  const model = modelOfShape({
    ...shape,
    ...{ tokensBytes, batch, arena, arithmetic },
    config: { ...plan.config, seqLen: plan.modelContext },
  });
  // As plans choose their context.
  const options = {
    ...defaultPlanOptions,
    sharedLayers: 'readTwice',
    tokensBytes,
    batch,
    arena,
    kvCache,
  } as const;
  try {
    const weights = placeWeights(model, options, arithmetic);
    return withContext({ model, weights, arithmetic, options }).seqLen;
  } catch (error) {
    if (error instanceof PlanError) return plan.config.seqLen;
    throw error;
  }
}

/**
 * `a context of 540 of 8,192 positions (1,030 with "kvCache": "int16")`: how much of the model's context a plan has, and
 * what would give more. Undefined if it has all.
 */
export function contextText(plan: Plan): string | undefined {
  const { config, modelContext } = plan;
  if (config.seqLen >= modelContext) return undefined;
  const { asPlanned, inInt16 } = contextsThatFit(plan);
  const more = [
    asPlanned > config.seqLen ? [`up to ${formatInteger(asPlanned)} fit`] : [],
    inInt16 > asPlanned ? [`${formatInteger(inInt16)} with "kvCache": "int16"`] : [],
  ].flat();
  const text = `a context of ${formatInteger(config.seqLen)} of ${formatInteger(modelContext)} positions`;
  return more.length === 0 ? text : `${text} (${more.join(', ')})`;
}
