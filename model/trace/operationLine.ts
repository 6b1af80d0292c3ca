import type { SessionPlan } from './session';

/**
 * The line of the listing, from 1, of an operation or of the first one that uses a matrix; undefined if there is
 * none.
 */
export function operationLine(
  { operations, matrices }: Pick<SessionPlan, 'operations' | 'matrices'>,
  { operation, matrix }: { readonly operation?: number; readonly matrix?: string },
): number | undefined {
  if (operation !== undefined) return operations[operation]?.line;
  const index = matrices.find(({ name }) => name === matrix)?.index;
  return index === undefined ? undefined : operations.find((item) => item.matrix === index)?.line;
}

/** The operation of a line, or the first one of the layer of a header line; undefined for other lines. */
export function operationOfLine(
  { operations }: Pick<SessionPlan, 'operations'>,
  line: string,
): number | undefined {
  const [id = ''] = line.trimStart().split(/\s/, 1);
  if (id === '') return undefined;
  return (
    operations.find((operation) => operation.id === id) ??
    operations.find((operation) => operation.id.startsWith(`${id}.`))
  )?.index;
}
