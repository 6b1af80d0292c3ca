import type { Plan } from '../../model/plan/plan';
import { checkExpression } from './check';
import { ExpressionError } from './error';
import type { Expression, Pick } from './syntax';

/**
 * The operations that write a buffer which an expression reads.
 * @throws ExpressionError when there are none.
 */
export function writersOf(expression: Expression, plan: Plan): readonly number[] {
  checkExpression(expression);
  if (plan.described)
    throw new ExpressionError(
      'A program that describes itself does not say which operations write a buffer. Set a breakpoint on an operation, with a condition.',
    );
  const names = new Set(namesIn(expression));
  const buffers = plan.buffers.filter(({ name }) => names.has(name));
  const writers = plan.operations.filter(
    ({ id, output }) => names.has(id) || buffers.some(({ index }) => index === output.buffer),
  );
  if (writers.length > 0) return writers.map(({ index }) => index);
  const example = plan.buffers.find(({ kind }) => kind === 'activation')?.name ?? 'x';
  throw new ExpressionError(
    `Nothing in it is written by an operation: ${[...names].join(', ') || 'it has no names'}. Example: ${example}, or max(${example}).`,
  );
}

function namesIn(expression: Expression): string[] {
  switch (expression.kind) {
    case 'number':
    case 'text':
      return [];
    case 'name':
      return [expression.name];
    case 'index':
      return [expression.of, ...picked(expression.rows), ...picked(expression.cols)].flatMap(namesIn);
    case 'past':
    case 'unary':
      return namesIn(expression.of);
    case 'call':
      return expression.arguments.flatMap(namesIn);
    case 'binary':
      return [expression.left, expression.right].flatMap(namesIn);
  }
}

function picked(pick: Pick | undefined): Expression[] {
  if (pick === undefined) return [];
  if (pick.kind === 'one') return [pick.at];
  return [pick.from, pick.to].filter((each) => each !== undefined);
}
