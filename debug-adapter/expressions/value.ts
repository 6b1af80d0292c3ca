import type { RankedToken } from '../../model/trace/odds';
import { shapeOf, type TensorView } from '../values/tensorView';
import { ExpressionError } from './error';
import type { Work } from './work';

/** A single value of a tensor in memory or in a file. */
export interface Element {
  /** With one row. */
  readonly view: TensorView;
  readonly column: number;
}

/** What an expression is worth. */
export type Value =
  | { readonly kind: 'number'; readonly value: number; readonly element?: Element }
  | { readonly kind: 'tensor'; readonly view: TensorView }
  | { readonly kind: 'ranking'; readonly tokens: readonly RankedToken[]; readonly areTokens: boolean };

/** A tensor. */
export const tensor = (view: TensorView): Value => ({ kind: 'tensor', view });

/** A number. */
export const number = (value: number): Value => ({ kind: 'number', value });

/** Values in memory, with the shape of another tensor. @param values row-major. */
export function computed(
  name: string,
  { rows, cols, isVector }: Pick<TensorView, 'rows' | 'cols' | 'isVector'>,
  values: Float64Array,
): TensorView {
  const read = (row: number, count: number): Promise<Float64Array> =>
    Promise.resolve(values.slice(row * cols, (row + count) * cols));
  return { name, type: 'f64', rows, cols, isVector, read };
}

/** All values of a tensor, row-major. @throws ExpressionError when there are too many. */
export async function allOf(view: TensorView, work: Work): Promise<Float64Array> {
  work.keeps(view.rows * view.cols);
  return view.read(0, view.rows);
}

/** @throws ExpressionError when the value is not one number. @param what names it in the message. */
export async function numberIn(value: Value, what: string): Promise<number> {
  if (value.kind === 'number') return value.value;
  if (value.kind === 'tensor' && value.view.rows * value.view.cols === 1)
    return (await value.view.read(0, 1))[0] ?? 0;
  const found = value.kind === 'tensor' ? `a tensor ${shapeOf(value.view)}` : 'a list of tokens';
  throw new ExpressionError(`${what} is ${found}, expected a single number. Examples: max(x), x[0][5].`);
}
