import { tinyModel } from '../../model/convert/tiny';
import { compilePlan } from '../../model/plan/compile';
import type { Plan } from '../../model/plan/plan';
import type { Position, RunUntil } from '../../debug-adapter/targets/target';

export const tinyPlan: Plan = compilePlan(tinyModel());

/** Two passes over a prompt, the first without a token, then two of one token each: every stop there can be. */
export function everyPosition(plan: Plan): Position[] {
  const passes = [
    { pass: 0, first: 0, count: 8, tail: false },
    { pass: 1, first: 8, count: 3, tail: true },
    { pass: 2, first: 11, count: 1, tail: true },
    { pass: 3, first: 12, count: 1, tail: true },
  ];
  return passes.flatMap((pass) =>
    plan.operations
      .filter(({ tail }) => pass.tail || !tail)
      .map(({ index }) => ({ ...pass, operation: index })),
  );
}

/** Where a target would stop that runs from `positions[from]`; undefined at the end of the run. */
export function runFrom(
  positions: readonly Position[],
  from: number,
  until: RunUntil,
  breakpoints: readonly number[] = [],
): number | undefined {
  const reached = ({ operation }: Position): boolean => {
    if (breakpoints.includes(operation)) return true;
    if (until.kind === 'operation') return true;
    if (until.kind === 'operations') return until.operations.includes(operation);
    return until.kind === 'pass' && operation === 0;
  };
  const found = positions.findIndex((position, index) => index > from && reached(position));
  return found < 0 ? undefined : found;
}
