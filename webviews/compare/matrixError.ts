import type { MatrixError } from '../messages/compare';

/** The figures of an answer to `matrixError` by their names. */
export function matrixErrorOf([
  maxError = NaN,
  rmsError = NaN,
  rmsWeight = NaN,
  snrDb = NaN,
]: Float64Array): MatrixError {
  return { maxError, rmsError, rmsWeight, snrDb };
}
