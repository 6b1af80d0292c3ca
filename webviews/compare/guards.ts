import type { CompareContent, MatrixError } from '../messages/compare';

type Fields = Partial<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const isText = (value: unknown): boolean => typeof value === 'string';
const isOptionalText = (value: unknown): boolean => value === undefined || isText(value);
const each = (value: unknown, check: (item: Fields) => boolean): boolean =>
  Array.isArray(value) && value.every((item) => isObject(item) && check(item));

function isSide(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { uri, fileName, fileBytes, summary, problem, forecast } = value;
  const texts = [summary, problem, forecast].every(isOptionalText);
  return isText(uri) && isText(fileName) && typeof fileBytes === 'number' && texts;
}

function isTensor(value: unknown): boolean {
  if (value === undefined) return true;
  if (!isObject(value)) return false;
  return isText(value['type']) && ['rows', 'cols', 'bytes'].every((name) => typeof value[name] === 'number');
}

export function isCompareContent(value: unknown): value is CompareContent {
  return (
    isObject(value) &&
    isSide(value['left']) &&
    isSide(value['right']) &&
    each(value['fields'], ({ name, left, right }) => [name, left, right].every(isText)) &&
    each(
      value['matrices'],
      ({ name, role, left, right, comparable }) =>
        isText(name) && isText(role) && isTensor(left) && isTensor(right) && typeof comparable === 'boolean',
    )
  );
}

/** Is it the answer to `matrixError`: largest and RMS error, RMS of the weights, signal-to-noise ratio? */
export function isMatrixFigures(value: unknown): value is Float64Array {
  return value instanceof Float64Array && value.length === 4;
}

/** The figures by their names. */
export function matrixErrorOf([
  maxError = NaN,
  rmsError = NaN,
  rmsWeight = NaN,
  snrDb = NaN,
]: Float64Array): MatrixError {
  return { maxError, rmsError, rmsWeight, snrDb };
}
