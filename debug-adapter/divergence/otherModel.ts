import type { Model } from '../../model/model';
import { compilePlan } from '../../model/plan/compile';
import type { Plan } from '../../model/plan/plan';

/**
 * The plan of another model, so that it runs in the same passes as a plan and by the same operations.
 * @throws Error when the model has another shape, PlanError when it does not fit.
 */
export function planBeside(plan: Plan, other: Model): Plan {
  const { arena, batch, config, kvCache, arithmetic } = plan;
  const beside = compilePlan(other, {
    ...{ arena, batch, kvCache, context: config.seqLen, arithmeticVersion: arithmetic },
    weights: 'streamed',
  });
  const isSame =
    beside.operations.length === plan.operations.length &&
    beside.config.seqLen === config.seqLen &&
    plan.operations.every(({ id, output }, index) => {
      const same = beside.operations[index];
      return same?.id === id && same.output.cols === output.cols;
    });
  if (isSame) return beside;
  throw new Error(
    `${other.label} and ${plan.model} have different shapes, so their operations cannot be compared: give the model that ${plan.model} was converted from.`,
  );
}
