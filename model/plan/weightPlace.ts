import { PlanError } from './error';
import type { Matrix, MatrixPart, Plan } from './plan';
import { elementPlace } from './tileCodec';

/** The bits that hold a weight: in a byte of WEIGHTS.BIN, and of RAM while it stays there. */
interface WeightPlace {
  /** Of the byte, or of the first of four of a float. */
  readonly fileOffset: number;
  /** The lowest bit, and how many. */
  readonly shift: number;
  readonly bits: number;
  /** Undefined for a matrix that is read from the disc in each pass. */
  readonly ramAddress: number | undefined;
}

/**
 * Where a plan has the value at a row and a column of a matrix, both counted from 0.
 * @throws PlanError when there is no such matrix, row or column
 */
export function weightPlace(plan: Plan, name: string, row: number, col: number): WeightPlace {
  const matrix = plan.matrices.find((one) => one.name === name);
  if (matrix === undefined)
    throw new PlanError(
      `The plan of ${plan.model} has no matrix "${name}". Matrices: ${namesOf(plan.matrices)}.`,
    );
  const index = matrix.parts.findIndex(({ rowStart, rows }) => row >= rowStart && row < rowStart + rows);
  const part: MatrixPart | undefined = matrix.parts[index];
  if (part === undefined) throw outside(matrix, 'row', row, matrix.rows);
  if (col < 0 || col >= matrix.cols) throw outside(matrix, 'column', col, matrix.cols);
  const { byte, shift, bits } = elementPlace(matrix, part, row, col);
  const address = matrix.partAddresses[index];
  return {
    fileOffset: part.fileOffset + byte,
    shift,
    bits,
    ramAddress: address === undefined ? undefined : address + byte,
  };
}

const outside = ({ name }: Matrix, what: string, found: number, count: number): PlanError =>
  new PlanError(`${name} has no ${what} ${found}: its ${what}s are 0 to ${count - 1}.`);

/** The first names, as an example. */
function namesOf(matrices: readonly Matrix[]): string {
  const shown = 8;
  const names = matrices.slice(0, shown).map(({ name }) => name);
  return `${names.join(', ')}${matrices.length > shown ? ' …' : ''}`;
}
