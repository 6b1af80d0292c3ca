import { readField, type FieldGroup } from '../targets/fields';
import type { KvCacheType } from '../model/plan/options';
import { projectLimits } from './limits';

/** How a model is planned besides its layout, at the top level of projects and launch configurations. */
export const planFields = {
  context: {
    type: 'integer',
    ...projectLimits.context,
    example: 512,
    description:
      "The context of the plan in text positions, at most the model's own. Default: the largest that fits in RAM.",
  },
  kvCache: {
    type: 'choice',
    choices: ['f32', 'int16'],
    default: 'f32',
    description:
      'How keys and values are stored. `int16` takes about half the RAM of `f32`, so that a longer context fits, and changes results slightly.',
  },
} as const satisfies FieldGroup;

/** What they say. @throws FieldError */
export function readPlanFields(values: {
  readonly context?: unknown;
  readonly kvCache?: unknown;
}): PlanFields {
  const context = readField(planFields.context, values.context, 'context');
  const kvCache = readField(planFields.kvCache, values.kvCache, 'kvCache');
  return {
    ...(typeof context === 'number' && { context }),
    ...(values.kvCache !== undefined && { kvCache: kvCache as KvCacheType }),
  };
}

/** The fields that are given. */
interface PlanFields {
  readonly context?: number;
  readonly kvCache?: KvCacheType;
}
