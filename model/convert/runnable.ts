import type { Model } from '../model';
import { compilePlan } from '../plan/compile';
import { PlanError } from '../plan/error';
import { tensorOrders } from '../psnt/tensorOrders';
import { placeTensors } from '../tensorOrder';

type Described = Pick<Model, 'label' | 'config'>;

/** The shortest context to propose. */
const leastContext = 32;

/**
 * Checks before a conversion that the console can run the model: the smallest plan must fit in RAM. The plan is for
 * Q8; fewer bits per weight need less space on the disc, but the same RAM for activations and caches.
 * @throws PlanError when it does not fit, with the context that would.
 */
export function checkRunnable(model: Described): void {
  const problem = problemOf(model);
  if (problem === undefined) return;
  for (let seqLen = model.config.seqLen >> 1; seqLen >= leastContext; seqLen >>= 1) {
    if (problemOf({ label: model.label, config: { ...model.config, seqLen } }) !== undefined) continue;
    throw new PlanError(
      `${problem.message} It fits with a context of ${seqLen} instead of ${model.config.seqLen}: convert it with that context.`,
    );
  }
  throw problem;
}

function problemOf({ label, config }: Described): PlanError | undefined {
  const body = { config, ropeTables: 0, matrixType: 'q8' } as const;
  const tensors = placeTensors(tensorOrders[0].sections, body, 0);
  const read = (): Promise<never> => Promise.reject(new Error('Compiling a plan must not read weights.'));
  try {
    compilePlan({ label, config, tensors, source: { size: 0, read } });
    return undefined;
  } catch (error) {
    if (error instanceof PlanError) return error;
    throw error;
  }
}
