import { isPlan } from '../../../model/plan/encodePlan';
import type { Plan } from '../../../model/plan/plan';
import type { Identity } from '../identity';
import type { MemoryPort } from '../memoryPort';

const advice =
  'build its image from the same model and tokenizer with this version, or set "program" to the model that it runs';

/** Compares the plan that a program has loaded with the session's. @throws Error when they differ. */
export async function checkPlan(
  port: Pick<MemoryPort, 'read'>,
  { operations, plan: loaded }: Pick<Identity, 'operations' | 'plan'>,
  plan: Plan,
): Promise<void> {
  if (operations !== plan.operations.length) {
    throw new Error(
      `The program runs another plan than ${plan.model}: it has ${operations} operations, expected ${plan.operations.length}; ${advice}.`,
    );
  }
  // A program may have its plan elsewhere than in PLAN.BIN.
  if (loaded.address === 0) return;
  if (isPlan(plan, await port.read(loaded.address, loaded.bytes))) return;
  throw new Error(
    `The program runs another plan than ${plan.model}, with the same number of operations: ${advice}.`,
  );
}
