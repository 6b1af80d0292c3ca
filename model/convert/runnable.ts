import type { Model } from '../model';
import { compilePlan } from '../plan/compile';
import { bodyOrders } from '../psnt/bodyOrders';
import { placeTensors } from '../tensorOrder';

/**
 * Makes sure that the console could run the model, before it is converted: its RAM must hold the smallest plan. The
 * plan is made for Q8; fewer bits a weight need less on the disc and no less RAM for activations and caches.
 * @throws PlanError in a sentence that says what needs how much.
 */
export function checkRunnable({ label, config }: Pick<Model, 'label' | 'config'>): void {
  const body = { config, ropeTables: 0, matrixType: 'q8' } as const;
  const tensors = placeTensors(bodyOrders[0].sections, body, 0);
  const read = (): Promise<never> => Promise.reject(new Error('A plan reads no weights.'));
  compilePlan({ label, config, tensors, source: { size: 0, read } });
}
