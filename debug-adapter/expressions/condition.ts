import type { Stop } from '../debuggee/stop';
import { numberAt } from './evaluate';
import { checkLength, ExpressionError, parseExpression } from './syntax';

const comparisons: ReadonlyMap<string, (a: number, b: number) => boolean> = new Map([
  ['<=', (a, b) => a <= b],
  ['>=', (a, b) => a >= b],
  ['==', (a, b) => a === b],
  ['!=', (a, b) => a !== b],
  ['<', (a, b) => a < b],
  ['>', (a, b) => a > b],
]);

interface Comparison {
  readonly left: string;
  readonly right: string;
  readonly holds: (a: number, b: number) => boolean;
}

/** Lists of comparisons. The condition holds when all comparisons of at least one list hold. */
export type Condition = readonly (readonly Comparison[])[];

/**
 * Reads `max(x) > 100`, `pass == 3 && x[0][5] < 0`, `token == 13 || position >= 40`. `&&` binds closer than `||`.
 * @throws ExpressionError when it is invalid.
 */
export function parseCondition(text: string): Condition {
  checkLength(text);
  return text.split('||').map((either) => either.split('&&').map((each) => parseComparison(each.trim())));
}

/** @throws ExpressionError when something in it has no value at this stop. */
export async function conditionHolds(condition: Condition, stop: Stop): Promise<boolean> {
  for (const all of condition) if (await allHold(all, stop)) return true;
  return false;
}

/** The value of a number or of an expression. @throws ExpressionError when the value is not a number. */
async function termAt(text: string, stop: Stop): Promise<number> {
  return readNumber(text) ?? numberAt(text, stop);
}

async function allHold(all: readonly Comparison[], stop: Stop): Promise<boolean> {
  for (const { left, right, holds } of all) {
    if (!holds(await termAt(left, stop), await termAt(right, stop))) return false;
  }
  return true;
}

function parseComparison(text: string): Comparison {
  const [, left = '', operator = '', right = ''] = /^(.*?)(<=|>=|==|!=|<|>)(.*)$/.exec(text) ?? [];
  const holds = comparisons.get(operator);
  if (!holds || left.trim() === '' || right.trim() === '') {
    throw new ExpressionError(
      `Invalid condition "${text}": expected a comparison. Examples: max(x) > 100, x[0][5] < 0, pass == 3.`,
    );
  }
  for (const side of [left, right]) if (readNumber(side) === undefined) parseExpression(side.trim());
  return { left: left.trim(), right: right.trim(), holds };
}

function readNumber(text: string): number | undefined {
  return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : undefined;
}
