import { rowOf, type TensorView } from '../values/tensorView';
import type { Stop } from '../debuggee/stop';
import type { Item } from '../variables/item';
import { elementItem, tensorItem } from '../variables/tensorItem';
import { callTensorFunction, callTop, numberOf, topFunction } from './functions';
import { facts, lookUp } from './names';
import { ExpressionError, parseExpression, type Expression } from './syntax';

/**
 * The value of an expression at a stop.
 * @throws ExpressionError when it is invalid, contains an unknown name, or has no value at this stop.
 */
export async function evaluate(text: string, stop: Stop): Promise<Item> {
  const name = text.trim();
  const expression = parseExpression(name);
  if (expression.kind === 'call') return call(name, expression, stop);
  const fact = factOf(expression, stop);
  if (fact !== undefined) return { name, value: String(fact), type: 'number' };
  const value = resolve(expression, stop);
  if (value.kind === 'tensor') return { ...(await tensorItem(value.view)), name };
  const values = await value.view.read(0, 1);
  return { ...elementItem(value.view, value.column, values[value.column] ?? 0), name };
}

/**
 * The value of an expression that is a single number.
 * @throws ExpressionError when the value is not a single number, or as `evaluate` does.
 */
export async function numberAt(text: string, stop: Stop): Promise<number> {
  const expression = parseExpression(text);
  if (expression.kind === 'call' && expression.name !== topFunction.name) {
    const value = resolveSubject(expression, stop);
    return numberOf(expression.name, value);
  }
  const fact = factOf(expression, stop);
  if (fact !== undefined) return fact;
  const value = expression.kind === 'call' ? undefined : resolve(expression, stop);
  if (value?.kind === 'element') return (await value.view.read(0, 1))[value.column] ?? 0;
  if (value && value.view.rows * value.view.cols === 1) return (await value.view.read(0, 1))[0] ?? 0;
  throw new ExpressionError(`${text} is not a single number. Examples: max(x), x[0][5].`);
}

function factOf(expression: Expression, stop: Stop): number | undefined {
  return expression.kind === 'name' ? facts.get(expression.name)?.of(stop) : undefined;
}

type Value =
  | { readonly kind: 'tensor'; readonly view: TensorView }
  | { readonly kind: 'element'; readonly view: TensorView; readonly column: number };

function resolve(expression: Expression, stop: Stop): Value {
  switch (expression.kind) {
    case 'name':
      return { kind: 'tensor', view: lookUp(expression.name, stop) };
    case 'index':
      return indexed(resolve(expression.of, stop), expression.index);
    case 'call':
      throw new ExpressionError(`The result of ${expression.name} cannot be indexed.`);
    case 'number':
      throw new ExpressionError(`${expression.value} is a number, expected a name. Example: x.`);
  }
}

/** An index selects a row of a matrix, or a value of a vector. */
function indexed(value: Value, index: number): Value {
  const { view } = value;
  if (value.kind === 'element') {
    throw new ExpressionError(`${view.name}[${value.column}] is a single value and cannot be indexed.`);
  }
  const [size, part] = view.isVector ? [view.cols, 'value'] : [view.rows, 'row'];
  if (index >= size) {
    throw new ExpressionError(`${view.name} has no ${part} ${index}: it has ${part}s 0 to ${size - 1} here.`);
  }
  return view.isVector
    ? { kind: 'element', view, column: index }
    : { kind: 'tensor', view: rowOf(view, index) };
}

async function call(
  text: string,
  { name, arguments: list }: Expression & { kind: 'call' },
  stop: Stop,
): Promise<Item> {
  const view = resolveSubject({ kind: 'call', name, arguments: list }, stop);
  if (name !== topFunction.name) return callTensorFunction(text, name, view);
  const [, count] = list;
  if (count && count.kind !== 'number')
    throw new ExpressionError(
      `The second argument of ${name} must be a number. Example: ${name}(logits, 5).`,
    );
  return callTop(text, view, count?.value ?? 5, stop.facts.tokenizer);
}

/** The first argument of a function. */
function resolveSubject({ name, arguments: list }: Expression & { kind: 'call' }, stop: Stop): TensorView {
  const [subject, count] = list;
  if (!subject) throw new ExpressionError(`${name} needs an argument. Example: ${name}(x).`);
  const value = resolve(subject, stop);
  if (value.kind === 'element')
    throw new ExpressionError(
      `The argument of ${name} must be a buffer, a row or a matrix. Example: ${name}(x).`,
    );
  if (count && name !== topFunction.name)
    throw new ExpressionError(`${name} takes one argument. Example: ${name}(x).`);
  return value.view;
}
