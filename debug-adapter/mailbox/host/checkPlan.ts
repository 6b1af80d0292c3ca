import { isPlan } from '../../../model/plan/encodePlan';
import type { Plan } from '../../../model/plan/plan';
import type { Identity } from '../identity';
import type { MemoryPort } from '../memoryPort';

const advice =
  'build its image from the same model and tokenizer with this version, or name the model that it runs as "program"';

/** Holds the plan that a program has loaded against the session's. @throws Error in words when it is another one. */
export async function checkPlan(
  port: Pick<MemoryPort, 'read'>,
  { operations, plan: loaded }: Pick<Identity, 'operations' | 'plan'>,
  plan: Plan,
): Promise<void> {
  if (operations !== plan.operations.length) {
    throw new Error(
      `The program runs another plan than that of ${plan.model}: it has ${operations} operations, expected ${plan.operations.length}; ${advice}.`,
    );
  }
  // A program may have its plan elsewhere than in PLAN.BIN.
  if (loaded.address === 0) return;
  if (isPlan(plan, await port.read(loaded.address, loaded.bytes))) return;
  throw new Error(
    `The program runs another plan than that of ${plan.model}, with as many operations: ${advice}.`,
  );
}
