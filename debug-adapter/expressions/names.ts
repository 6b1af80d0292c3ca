import type { ReportedTensor } from '../../model/plan/plan';
import type { Stop } from '../debuggee/stop';
import type { TensorView } from '../values/tensorView';
import { ExpressionError } from './error';
import { suggestion } from './suggest';
import type { Expression } from './syntax';

/** Numbers that describe the current point of the run. */
export const facts: ReadonlyMap<string, { readonly help: string; readonly of: (stop: Stop) => number }> =
  new Map([
    ['pass', { help: 'number of the pass', of: ({ position }) => position.pass }],
    [
      'position',
      { help: 'last position of the pass', of: ({ position: { first, count } }) => first + count - 1 },
    ],
    ['token', { help: 'id of the last known token', of: ({ facts: { tokens } }) => tokens.at(-1) ?? -1 }],
    ['tokens', { help: 'number of known tokens', of: ({ facts: { tokens } }) => tokens.length }],
  ]);

/**
 * The value of a name at a stop: a buffer, a stored matrix, or the result of an operation.
 * @throws ExpressionError when the name is unknown or has no value here.
 */
export function lookUp(name: string, stop: Stop): TensorView {
  const { plan } = stop;
  const reported = stop.reportedBuffer(name);
  if (reported) return shownView(name, reported, stop);
  const buffer = plan.buffers.find((candidate) => candidate.name === name);
  if (buffer) {
    const view = stop.viewOf(buffer);
    if (view) return view;
    throw new ExpressionError(`${name} has no valid contents at this point of the pass.`);
  }
  const matrix = plan.matrices.find((candidate) => candidate.name === name);
  if (matrix?.parts.length === 0)
    throw new ExpressionError(`${name} is not a matrix of a model that is known here, so it has no values.`);
  if (matrix) return stop.matrixView(matrix);
  const operation = plan.operations.find(({ id }) => id === name);
  if (operation) {
    const result = plan.described?.results[operation.index];
    if (result?.fault !== undefined) return shownView(name, result, stop);
    const view = stop.resultOf(operation);
    if (view) return view;
    if (plan.described)
      throw new ExpressionError(
        `${name} is not the operation that has just run, so its result may be overwritten. Step over it, or use a buffer.`,
      );
    throw new ExpressionError(
      `${name} has no result: it has not run in this pass, or its result was overwritten.`,
    );
  }
  const known = [...facts.keys(), ...[...plan.buffers, ...plan.matrices].map((each) => each.name)];
  const near = suggestion(name, [...known, ...plan.operations.map(({ id }) => id)]);
  const shown = (plan.described?.buffers ?? []).map((each) => each.name);
  throw new ExpressionError(
    `Unknown name "${name}".${near === '' ? suggestion(name, shown) : near} Use the name of a buffer (x), a matrix (${plan.matrices[0]?.name ?? 'embedding'}) or an operation (${plan.operations[1]?.id ?? 'embed'}).`,
  );
}

/** @throws ExpressionError when there can be no such values. */
function shownView(name: string, tensor: ReportedTensor, stop: Stop): TensorView {
  if (tensor.fault === undefined) return stop.reportedView(tensor);
  throw new ExpressionError(`${name} has no values that can be shown: ${tensor.fault}.`);
}

/** All names that are valid at a stop, each with a description. */
export function namesAt(
  stop: Stop,
): { readonly name: string; readonly type: 'variable' | 'field' | 'function' }[] {
  const { plan } = stop;
  const buffers = plan.buffers.filter((buffer) => stop.viewOf(buffer) !== undefined);
  const results = plan.operations.filter((operation) => stop.resultOf(operation) !== undefined);
  return [
    ...[...facts.keys()].map((name) => ({ name, type: 'variable' as const })),
    ...(plan.described?.buffers ?? []).map(({ name }) => ({ name, type: 'variable' as const })),
    ...buffers.map(({ name }) => ({ name, type: 'variable' as const })),
    ...plan.matrices
      .filter(({ parts }) => parts.length > 0)
      .map(({ name }) => ({ name, type: 'field' as const })),
    ...results.map(({ id }) => ({ name: id, type: 'function' as const })),
  ];
}

/** The name of an operation with plus signs in it, which reads as a sum of names; undefined if there is none. */
export function plusName(expression: Expression, { plan }: Stop): string | undefined {
  const name = joined(expression);
  return name?.includes('+') === true && plan.operations.some(({ id }) => id === name) ? name : undefined;
}

function joined(expression: Expression): string | undefined {
  if (expression.kind === 'name') return expression.name;
  if (expression.kind !== 'binary' || expression.operator !== '+') return undefined;
  const [left, right] = [joined(expression.left), joined(expression.right)];
  return left === undefined || right === undefined ? undefined : `${left}+${right}`;
}
