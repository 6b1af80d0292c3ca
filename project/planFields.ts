import { readField, type FieldGroup } from '../targets/fields';
import { isArithmeticVersion, type ArithmeticVersion } from '../model/plan/arithmeticVersion';
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
  arithmeticVersion: {
    type: 'integer',
    least: 1,
    most: 2,
    example: 2,
    description:
      'The version of the arithmetic: 1 computes in floats, 2 multiplies quantised matrices in integers, which is faster. Results differ slightly. Default: 2, or 1 for models in float32.',
  },
} as const satisfies FieldGroup;

/** What they say. @throws FieldError */
export function readPlanFields(values: {
  readonly context?: unknown;
  readonly kvCache?: unknown;
  readonly arithmeticVersion?: unknown;
}): PlanFields {
  const context = readField(planFields.context, values.context, 'context');
  const kvCache = readField(planFields.kvCache, values.kvCache, 'kvCache');
  const version = readField(planFields.arithmeticVersion, values.arithmeticVersion, 'arithmeticVersion');
  return {
    ...(typeof context === 'number' && { context }),
    ...(values.kvCache !== undefined && { kvCache: kvCache as KvCacheType }),
    ...(isArithmeticVersion(version) && { arithmeticVersion: version }),
  };
}

/** The fields that are given. */
interface PlanFields {
  readonly context?: number;
  readonly kvCache?: KvCacheType;
  readonly arithmeticVersion?: ArithmeticVersion;
}
