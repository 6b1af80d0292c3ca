import type { Stop } from '../debuggee/stop';
import { checkOperand } from './check';
import { numberOf } from './evaluate';
import { parseExpression, type Expression } from './syntax';

/** A condition of a breakpoint: an expression that is one number. It holds unless that is 0. */
export type Condition = Expression;

/**
 * Reads `max(x) > 100`, `pass == 3 && x[0][5] < 0`, `token == " the" || norm(x - x@-1) > 3`.
 * @throws ExpressionError when it is invalid.
 */
export function parseCondition(text: string): Condition {
  const expression = parseExpression(text);
  checkOperand(expression);
  return expression;
}

/** @throws ExpressionError when something in it has no value at this stop. */
export async function conditionHolds(condition: Condition, stop: Stop): Promise<boolean> {
  return (await numberOf(condition, stop)) !== 0;
}
