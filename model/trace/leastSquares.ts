/** One equation: the unknowns times these add up to `value`. */
export interface Equation {
  readonly factors: readonly number[];
  readonly value: number;
}

/**
 * The least-squares solution of the equations. Undetermined unknowns stay near `expected`, which has `weight`
 * relative to one equation.
 */
export function leastSquares(
  equations: readonly Equation[],
  expected: readonly number[],
  weight = 1e-6,
): number[] {
  const count = expected.length;
  const matrix = Array.from({ length: count }, () => new Array<number>(count + 1).fill(0));
  const add = ({ factors, value }: Equation, times: number): void => {
    matrix.forEach((row, i) => {
      const factor = (factors[i] ?? 0) * times;
      for (let j = 0; j < count; j++) row[j] = (row[j] ?? 0) + factor * (factors[j] ?? 0);
      row[count] = (row[count] ?? 0) + factor * value;
    });
  };
  for (const equation of equations) add(equation, 1);
  expected.forEach((value, i) => {
    const factors = expected.map((_, j) => (j === i ? 1 : 0));
    add({ factors, value }, weight);
  });
  return solve(matrix);
}

/** Gaussian elimination with pivots for a system with its right-hand side in the last column. */
function solve(rows: number[][]): number[] {
  const count = rows.length;
  for (let column = 0; column < count; column++) {
    const size = (row: number[] | undefined): number => Math.abs(row?.[column] ?? 0);
    let best = column;
    for (let row = column + 1; row < count; row++) if (size(rows[row]) > size(rows[best])) best = row;
    const [pivot = [], other = []] = [rows[best], rows[column]];
    rows[best] = other;
    rows[column] = pivot;
    rows.forEach((row, index) => {
      if (index === column) return;
      const factor = (row[column] ?? 0) / (pivot[column] ?? 1);
      for (let j = column; j <= count; j++) row[j] = (row[j] ?? 0) - factor * (pivot[j] ?? 0);
    });
  }
  return rows.map((row, index) => (row[count] ?? 0) / (row[index] ?? 1));
}
