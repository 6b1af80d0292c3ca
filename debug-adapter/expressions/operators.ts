import { shapeOf, type TensorView } from '../values/tensorView';
import { ExpressionError } from './error';
import type { BinaryOperator } from './syntax';
import { allOf, computed, number, tensor, type Value } from './value';
import type { Work } from './work';

/** An operator that computes one value of two. The result of a comparison is 1 or 0. */
type Arithmetic = Exclude<BinaryOperator, '&&' | '||'>;

const operations: Readonly<Record<Arithmetic, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '<': (a, b) => Number(a < b && !isSame(a, b)),
  '<=': (a, b) => Number(a <= b || isSame(a, b)),
  '==': (a, b) => Number(isSame(a, b)),
  '!=': (a, b) => Number(!isSame(a, b)),
  '>=': (a, b) => Number(a >= b || isSame(a, b)),
  '>': (a, b) => Number(a > b && !isSame(a, b)),
};

/** What is shown of a 32-bit float is short, and must equal it when it is written: fractions are compared as such floats. */
function isSame(a: number, b: number): boolean {
  return (
    a === b ||
    (!(Number.isInteger(a) && Number.isInteger(b)) &&
      Math.fround(a) === Math.fround(b) &&
      Number.isFinite(Math.fround(a)))
  );
}

/**
 * A value by value: of two numbers, of a tensor and a number, of two tensors of the same shape, or of a matrix and a
 * row, which then stands for every row.
 * @throws ExpressionError when the shapes do not match.
 */
export async function operated(
  operator: Arithmetic,
  [left, right]: readonly [Value, Value],
  text: string,
  work: Work,
): Promise<Value> {
  const of = operations[operator];
  if (left.kind === 'number' && right.kind === 'number') return number(of(left.value, right.value));
  const [a, b] = [viewIn(left, text), viewIn(right, text)];
  const shape = [a, b].filter((view) => view !== undefined).sort((x, y) => y.rows - x.rows)[0];
  if (!shape) throw new ExpressionError(`${text} has nothing to compute with.`);
  if (a && b && (a.cols !== b.cols || (a.rows !== b.rows && Math.min(a.rows, b.rows) !== 1))) {
    throw new ExpressionError(
      `${text} needs two of the same shape, but ${a.name} is ${shapeOf(a)} and ${b.name} is ${shapeOf(b)}.`,
    );
  }
  const first = await elements(left, work);
  const second = await elements(right, work);
  const count = shape.rows * shape.cols;
  work.keeps(count);
  const values = Float64Array.from({ length: count }, (_, i) => of(first(i), second(i)));
  return tensor(computed(`(${text})`, shape, values));
}

/** `-x`, value by value, or `!x` of one number. @throws ExpressionError when it has none. */
export async function negated(operator: '-' | '!', value: Value, text: string, work: Work): Promise<Value> {
  if (value.kind === 'number') return number(operator === '-' ? -value.value : Number(value.value === 0));
  const view = viewIn(value, text);
  if (!view) throw new ExpressionError(`${text} has nothing to compute with.`);
  const values = await allOf(view, work);
  return tensor(
    computed(
      `(${text})`,
      view,
      values.map((x) => (operator === '-' ? -x : Number(x === 0))),
    ),
  );
}

function viewIn(value: Value, text: string): TensorView | undefined {
  if (value.kind === 'ranking')
    throw new ExpressionError(`A list of tokens cannot be computed with: ${text}.`);
  return value.kind === 'tensor' ? value.view : undefined;
}

/** The value at an index of the result. A row stands for every row. */
async function elements(value: Value, work: Work): Promise<(index: number) => number> {
  if (value.kind === 'number') return () => value.value;
  if (value.kind === 'ranking') return () => NaN;
  const values = await allOf(value.view, work);
  return (index) => values[index % values.length] ?? 0;
}
