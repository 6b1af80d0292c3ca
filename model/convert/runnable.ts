import type { Model } from '../model';
import { compilePlan } from '../plan/compile';
import { PlanError } from '../plan/error';
import type { PlanOptions } from '../plan/options';
import { chooseTarget, type PsntTarget } from '../psnt/target';
import { placeTensors } from '../tensorOrder';

/**
 * Checks before a conversion that the console can run the new file: the plan that will be made of it must fit in RAM.
 * The context is not part of that, as a plan takes the largest that fits. Neither is the KV cache, which a launch may
 * store as int16.
 * @param plan how it will be planned
 * @throws PlanError when no plan fits.
 */
export function checkRunnable(
  { label, config }: Pick<Model, 'label' | 'config'>,
  target: PsntTarget,
  plan: Partial<PlanOptions> = {},
): void {
  const { candidate } = chooseTarget(label, config, target);
  const tensors = placeTensors(candidate.order.sections, candidate.body, 0);
  const read = (): Promise<never> => Promise.reject(new Error('Compiling a plan must not read weights.'));
  const model = { label, config, tensors, source: { size: 0, read } };
  try {
    compilePlan(model, { ...plan, context: undefined });
  } catch (error) {
    if (!(error instanceof PlanError)) throw error;
    // Its message says what to do where an int16 KV cache fits; where none does, this one is thrown.
    compilePlan(model, { ...plan, context: undefined, kvCache: 'int16' });
  }
}
