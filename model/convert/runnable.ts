import type { Model } from '../model';
import { compilePlan } from '../plan/compile';
import { PlanError } from '../plan/error';
import { bodyOrders } from '../psnt/bodyOrders';
import { placeTensors } from '../tensorOrder';

type Described = Pick<Model, 'label' | 'config'>;

/** A shorter context than this is not proposed. */
const leastContext = 32;

/**
 * Makes sure that the console could run the model, before it is converted: its RAM must hold the smallest plan. The
 * plan is made for Q8; fewer bits a weight need less on the disc and no less RAM for activations and caches.
 * @throws PlanError in words that say what needs how much, and with which context it would fit.
 */
export function checkRunnable(model: Described): void {
  const problem = problemOf(model);
  if (problem === undefined) return;
  for (let seqLen = model.config.seqLen >> 1; seqLen >= leastContext; seqLen >>= 1) {
    if (problemOf({ label: model.label, config: { ...model.config, seqLen } }) !== undefined) continue;
    throw new PlanError(
      `${problem.message} With a context of ${seqLen} positions instead of ${model.config.seqLen} it fits: convert it so.`,
    );
  }
  throw problem;
}

function problemOf({ label, config }: Described): PlanError | undefined {
  const body = { config, ropeTables: 0, matrixType: 'q8' } as const;
  const tensors = placeTensors(bodyOrders[0].sections, body, 0);
  const read = (): Promise<never> => Promise.reject(new Error('A plan reads no weights.'));
  try {
    compilePlan({ label, config, tensors, source: { size: 0, read } });
    return undefined;
  } catch (error) {
    if (error instanceof PlanError) return error;
    throw error;
  }
}
