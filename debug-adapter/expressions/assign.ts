import { viewOf } from '../../common/littleEndian';
import type { MemoryPart } from '../debuggee/debuggee';
import type { Stop } from '../debuggee/stop';
import { shapeOf, type TensorView } from '../values/tensorView';
import { ExpressionError } from './error';
import { valueOf } from './evaluate';
import { parseExpression } from './syntax';
import { numberIn, type Value } from './value';
import { tokenOfText } from './tokenIds';

/** What an assignment changes: a text for the user, and the bytes. */
export interface Assignment {
  readonly label: string;
  readonly parts: readonly MemoryPart[];
}

/** Values from a file, row-major. */
export interface FileValues {
  readonly rows: number;
  readonly cols: number;
  readonly values: Float64Array;
}

/** The most values of one assignment. */
const mostValues = 1 << 20;

/** The two sides of `x[1][5] = 0`; undefined if the text is no assignment. */
export function sidesOf(text: string): { readonly to: string; readonly value: string } | undefined {
  const [, to, value] = /^([^="]*[^=<>!"\s])\s*=(?!=)\s*(.+)$/s.exec(text.trim()) ?? [];
  return to === undefined || value === undefined ? undefined : { to, value };
}

/** The file of `npy("x.npy")`; undefined if the text is something else. */
export function npyFileOf(text: string): string | undefined {
  const [, quoted] = /^npy\(\s*("(?:[^"\\]|\\.)*")\s*\)$/.exec(text.trim()) ?? [];
  if (quoted === undefined) return undefined;
  const path: unknown = JSON.parse(quoted);
  return typeof path === 'string' ? path : undefined;
}

/**
 * The bytes that give a buffer, a part of one or an element a value: a number for all, or values of the same shape.
 * @param values from a file, instead of the expression `value`.
 * @throws ExpressionError when it cannot be written, or the shapes differ.
 */
export async function assigned(
  to: string,
  value: string,
  stop: Stop,
  values?: FileValues,
): Promise<Assignment> {
  const target = await writableOf(to, stop);
  const { rows, cols } = target.view;
  if (rows * cols > mostValues)
    throw new ExpressionError(`${to} has ${rows * cols} values; at most ${mostValues} are set at a time.`);
  const source = values ?? (await sourceOf(value, stop));
  if (typeof source !== 'number' && (source.rows !== rows || source.cols !== cols)) {
    throw new ExpressionError(
      `${to} is ${rows}×${cols} and ${value} is ${source.rows}×${source.cols}. Write a number, or values of the same shape.`,
    );
  }
  const at = (index: number): number => (typeof source === 'number' ? source : (source.values[index] ?? 0));
  const parts = Array.from({ length: rows }, (_, row) => {
    const bytes = new Uint8Array(cols * 4);
    const out = viewOf(bytes);
    for (let i = 0; i < cols; i++) out.setFloat32(i * 4, checked(at(row * cols + i), to, stop), true);
    return { address: target.address + row * target.stride, bytes };
  });
  return { label: `${to} = ${value}`, parts };
}

/**
 * The bytes of the logits that leave the sampler one choice.
 * @param text a token by id, or by its text in quotes.
 * @throws ExpressionError when there is no such token, or no logits to be sampled here.
 */
export async function forced(text: string, stop: Stop): Promise<Assignment> {
  const { plan, position, facts } = stop;
  if (plan.operations[position.operation]?.kind !== 'sample')
    throw new ExpressionError(
      'The next token can be forced before the operation "sample": step there first.',
    );
  const id = text.trim().startsWith('"')
    ? tokenOfText(String(JSON.parse(text.trim())), facts.tokenizer)
    : await numberIn(await valueOf(parseExpression(text), stop), text);
  const { vocabSize } = plan.config;
  if (!Number.isInteger(id) || id < 0 || id >= vocabSize)
    throw new ExpressionError(
      `There is no token ${text}: ids go from 0 to ${vocabSize - 1}. Example: force " the".`,
    );
  const { address } = await writableOf('logits', stop);
  const bytes = new Uint8Array(vocabSize * 4);
  const out = viewOf(bytes);
  // A penalty for repetition divides or multiplies, which leaves 0 as it is.
  for (let token = 0; token < vocabSize; token++) out.setFloat32(token * 4, token === id ? 0 : -1e30, true);
  return { label: `force ${text.trim()}`, parts: [{ address, bytes }] };
}

interface Writable {
  readonly view: TensorView;
  readonly address: number;
  readonly stride: number;
}

async function writableOf(text: string, stop: Stop): Promise<Writable> {
  const value = await valueOf(parseExpression(text), stop);
  if (value.kind === 'ranking') throw new ExpressionError(`${text} is a list of tokens and cannot be set.`);
  if (value.kind === 'number' && !value.element)
    throw new ExpressionError(
      `${text} is computed and cannot be set. Set a buffer or a part of one: x[1][5].`,
    );
  const { view, column } =
    value.kind === 'number'
      ? { view: value.element?.view, column: value.element?.column ?? 0 }
      : { view: value.view, column: 0 };
  const found = view === undefined ? undefined : writable(view, text, stop);
  if (!found) throw new ExpressionError(`${text} cannot be set.`);
  if (value.kind === 'tensor') return found;
  return { ...found, view: { ...found.view, rows: 1, cols: 1 }, address: found.address + column * 4 };
}

function writable(view: TensorView, text: string, { plan }: Stop): Writable {
  const matrix = plan.matrices.find(({ name }) => text.trim().startsWith(name));
  const user = matrix && plan.operations.find((operation) => operation.matrix === matrix.index);
  if (matrix && view.type !== 'f32') {
    const instead = user
      ? ` Scale the result of its operation instead, after it has run: ${user.id} = ${user.id} * 2.`
      : '';
    throw new ExpressionError(
      `The values of ${matrix.name} are packed as ${view.type} and cannot be set here.${instead}`,
    );
  }
  if (matrix && view.stride === undefined)
    throw new ExpressionError(`${matrix.name} is not in RAM as a whole, so it cannot be set here.`);
  if (view.type === 'i32')
    throw new ExpressionError(
      `${text} is a token that was chosen already. Force the next one before the operation "sample": force " the".`,
    );
  if (view.type !== 'f32' || view.address === undefined || view.stride === undefined) {
    const why = view.type === 'f64' ? 'computed' : `stored as ${view.type}`;
    throw new ExpressionError(
      `${text} is ${why} and cannot be set. Values in RAM of type f32 can, such as x[1][5].`,
    );
  }
  return { view, address: view.address, stride: view.stride };
}

async function sourceOf(text: string, stop: Stop): Promise<number | FileValues> {
  const value: Value = await valueOf(parseExpression(text), stop);
  if (value.kind === 'number') return value.value;
  if (value.kind === 'ranking') throw new ExpressionError(`${text} is a list of tokens, expected values.`);
  const { rows, cols } = value.view;
  if (rows * cols > mostValues)
    throw new ExpressionError(`${text} is ${shapeOf(value.view)}, which is too large to set.`);
  return { rows, cols, values: await value.view.read(0, rows) };
}

/** A value as a 32-bit float of the run's arithmetic. @throws ExpressionError when there is none. */
function checked(value: number, to: string, { facts }: Stop): number {
  const float = Math.fround(value);
  if (facts.arithmetic === 'ieee' || Number.isFinite(float)) return float;
  throw new ExpressionError(
    `${to} cannot be ${value}: floats of the EE have neither infinity nor NaN, and go up to 3.4e38 here.`,
  );
}
