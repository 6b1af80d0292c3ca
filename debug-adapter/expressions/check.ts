import { ExpressionError } from './error';
import { allFunctions } from './functions';
import type { Expression, Pick } from './syntax';
import { suggestion } from './suggest';

/**
 * Checks what needs no stop: that functions exist and have as many arguments as they take, before anything is looked
 * up, and that lists of tokens are not computed with.
 * @throws ExpressionError
 */
export function checkExpression(expression: Expression): void {
  switch (expression.kind) {
    case 'number':
    case 'text':
    case 'name':
      return;
    case 'call':
      checkCall(expression);
      expression.arguments.forEach(checkOperand);
      return;
    case 'index':
      checkOperand(expression.of);
      checkPick(expression.rows);
      if (expression.cols) checkPick(expression.cols);
      return;
    case 'unary':
    case 'past':
      checkOperand(expression.of);
      return;
    case 'binary':
      checkOperand(expression.left);
      checkOperand(expression.right);
      return;
  }
}

/** @throws ExpressionError also for a list of tokens, which can only stand by itself. */
export function checkOperand(expression: Expression): void {
  checkExpression(expression);
  if (expression.kind === 'call' && expression.name === 'topk') {
    throw new ExpressionError(
      'The value of topk is a list and cannot be computed with. For the largest value use max, for its index argmax.',
    );
  }
}

function checkPick(pick: Pick): void {
  if (pick.kind === 'one') checkOperand(pick.at);
  else for (const end of [pick.from, pick.to]) if (end) checkOperand(end);
}

function checkCall({ name, arguments: { length } }: Expression & { kind: 'call' }): void {
  const found = allFunctions.get(name);
  if (!found) {
    throw new ExpressionError(
      `Unknown function "${name}".${suggestion(name, allFunctions.keys())} Functions: ${[...allFunctions.keys()].join(', ')}.`,
    );
  }
  if (length >= found.least && length <= found.most) return;
  const wanted = found.least === found.most ? count(found.least) : `${found.least} or ${count(found.most)}`;
  throw new ExpressionError(
    `${name} takes ${wanted}, and has ${length === 0 ? 'none' : length}: ${name}(${found.parameters}). Example: ${found.example}.`,
  );
}

const count = (n: number): string => `${n} argument${n === 1 ? '' : 's'}`;
