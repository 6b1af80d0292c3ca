import { count, counted, signed } from '../common/numbers';
import type { MatrixError } from '../messages/compare';
import { decibels, small, type CompareLine } from './compareColumns';

/** The totals below the rows: bytes, and the error over all values that were compared, as if of one matrix. */
export function totals(lines: readonly CompareLine[]): Readonly<Record<string, string>> {
  const sum = (of: (line: CompareLine) => number | undefined): number =>
    lines.reduce((all, line) => all + (of(line) ?? 0), 0);
  const left = sum((line) => line.left?.bytes);
  const right = sum((line) => line.right?.bytes);
  const whole = errorOfAll(lines);
  return {
    name: counted(lines.length, 'matrix', 'matrices'),
    leftBytes: count(left),
    rightBytes: count(right),
    change: signed(right - left),
    ...(whole !== undefined && {
      maxError: small(whole.maxError),
      rmsError: small(whole.rmsError),
      snr: decibels(whole.snrDb),
    }),
  };
}

/** The error over the values of all these matrices; undefined until every comparable matrix has been compared. */
export function errorOfAll(lines: readonly CompareLine[]): MatrixError | undefined {
  let values = 0;
  let maxError = 0;
  let errorSum = 0;
  let weightSum = 0;
  for (const { left, comparable, error } of lines) {
    if (!comparable || left === undefined) continue;
    if (error === undefined) return undefined;
    const own = left.rows * left.cols;
    values += own;
    maxError = Math.max(maxError, error.maxError);
    errorSum += own * error.rmsError ** 2;
    weightSum += own * error.rmsWeight ** 2;
  }
  if (values === 0) return undefined;
  return {
    maxError,
    rmsError: Math.sqrt(errorSum / values),
    rmsWeight: Math.sqrt(weightSum / values),
    snrDb: errorSum === 0 ? Infinity : 10 * Math.log10(weightSum / errorSum),
  };
}
