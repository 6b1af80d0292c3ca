import type { Stop } from '../debuggee/stop';
import type { TensorView } from '../values/tensorView';
import { ExpressionError } from './syntax';

/** Numbers that tell where the run is. */
export const facts: ReadonlyMap<string, { readonly help: string; readonly of: (stop: Stop) => number }> =
  new Map([
    ['pass', { help: 'number of the pass', of: ({ position }) => position.pass }],
    [
      'position',
      { help: 'last position of the pass', of: ({ position: { first, count } }) => first + count - 1 },
    ],
    ['token', { help: 'id of the last token known', of: ({ facts: { tokens } }) => tokens.at(-1) ?? -1 }],
    ['tokens', { help: 'how many tokens are known', of: ({ facts: { tokens } }) => tokens.length }],
  ]);

/**
 * What a name stands for at a stop: a buffer, a stored matrix, or an operation, which is its result.
 * @throws ExpressionError when there is no such thing, or it holds nothing here.
 */
export function lookUp(name: string, stop: Stop): TensorView {
  const { plan } = stop;
  const buffer = plan.buffers.find((candidate) => candidate.name === name);
  if (buffer) {
    const view = stop.viewOf(buffer);
    if (view) return view;
    throw new ExpressionError(`${name} holds nothing that belongs to this point of the pass.`);
  }
  const matrix = plan.matrices.find((candidate) => candidate.name === name);
  if (matrix) return stop.matrixView(matrix);
  const operation = plan.operations.find(({ id }) => id === name);
  if (operation) {
    const view = stop.resultOf(operation);
    if (view) return view;
    throw new ExpressionError(
      `${name} has no result here: it has not run in this pass, or its result was overwritten.`,
    );
  }
  throw new ExpressionError(
    `There is no "${name}": write the name of a buffer (x), of a matrix (${plan.matrices[0]?.name ?? 'embedding'}) or of an operation (${plan.operations[1]?.id ?? 'embed'}).`,
  );
}

/** All names that can be written at a stop, with what they are. */
export function namesAt(
  stop: Stop,
): { readonly name: string; readonly type: 'variable' | 'field' | 'function' }[] {
  const { plan } = stop;
  const buffers = plan.buffers.filter((buffer) => stop.viewOf(buffer) !== undefined);
  const results = plan.operations.filter((operation) => stop.resultOf(operation) !== undefined);
  return [
    ...[...facts.keys()].map((name) => ({ name, type: 'variable' as const })),
    ...buffers.map(({ name }) => ({ name, type: 'variable' as const })),
    ...plan.matrices.map(({ name }) => ({ name, type: 'field' as const })),
    ...results.map(({ id }) => ({ name: id, type: 'function' as const })),
  ];
}
