import type { HeatMap } from '../../../model/inspect/heatMap';
import type { ScaleProfile } from '../../../model/inspect/scales';
import type { TensorStatistics } from '../../../model/inspect/statistics';

/** What the extension finds out about the values of a matrix. */
export interface ValuesAnswer {
  readonly statistics: TensorStatistics;
  readonly profile?: ScaleProfile;
}

type Fields = Partial<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const numbersIn = (value: unknown, names: readonly string[]): boolean =>
  isObject(value) && names.every((name) => typeof value[name] === 'number');
const isNumbers = (value: unknown): boolean =>
  Array.isArray(value) && value.every((item) => typeof item === 'number');

/** Is it the answer to `values`? */
export function isValuesAnswer(value: unknown): value is ValuesAnswer {
  if (!isObject(value) || !isObject(value['statistics'])) return false;
  const { statistics, profile } = value;
  const figures = ['rows', 'values', 'min', 'max', 'mean', 'deviation', 'rms', 'zeros', 'nan', 'infinite'];
  const flags = ['nanRows', 'zeroRows', 'saturatedRows'].map((name) => statistics[name]);
  const { histogram } = statistics;
  return (
    numbersIn(statistics, figures) &&
    flags.every((flag) => numbersIn(flag, ['count']) && isObject(flag) && isNumbers(flag['first'])) &&
    numbersIn(histogram, ['from', 'to']) &&
    isObject(histogram) &&
    isNumbers(histogram['counts']) &&
    (profile === undefined ||
      (numbersIn(profile, ['count', 'zero', 'nan']) &&
        isObject(profile) &&
        Array.isArray(profile['buckets']) &&
        profile['buckets'].every((bucket) => numbersIn(bucket, ['first', 'count', 'min', 'mean', 'max']))))
  );
}

/** Is it the answer to `heatMap`? */
export function isHeatMap(value: unknown): value is HeatMap {
  return (
    numbersIn(value, ['cellRows', 'cellCols']) &&
    isObject(value) &&
    numbersIn(value['window'], ['rowStart', 'rows', 'colStart', 'cols']) &&
    value['means'] instanceof Float64Array &&
    value['peaks'] instanceof Float64Array
  );
}
