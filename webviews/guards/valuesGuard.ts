import type { HeatMap, MatrixWindow } from '../../model/inspect/heatMap';
import type { Histogram } from '../../model/inspect/histogram';
import type { FlaggedRows } from '../../model/inspect/rowFlags';
import type { ScaleBucket, ScaleProfile } from '../../model/inspect/scales';
import type { TensorStatistics } from '../../model/inspect/statistics';
import type { ValuesAnswer } from '../messages/values';
import { arrayOf, instanceOf, keyOf, objectOf, optional } from './combinators';
import { isBoolean, isNumber, isText } from '../../common/guards';

const isFlag = objectOf<FlaggedRows>({ count: isNumber, first: arrayOf(isNumber) });

const isStatistics = objectOf<TensorStatistics>({
  matrix: isText,
  exact: isBoolean,
  rows: isNumber,
  values: isNumber,
  min: isNumber,
  max: isNumber,
  mean: isNumber,
  deviation: isNumber,
  rms: isNumber,
  zeros: isNumber,
  nan: isNumber,
  infinite: isNumber,
  saturated: optional(isNumber),
  nanRows: isFlag,
  zeroRows: isFlag,
  saturatedRows: isFlag,
  histogram: objectOf<Histogram>({ from: isNumber, to: isNumber, counts: arrayOf(isNumber) }),
});

const isProfile = objectOf<ScaleProfile>({
  per: keyOf({ row: true, group: true }),
  count: isNumber,
  zero: isNumber,
  nan: isNumber,
  buckets: arrayOf(
    objectOf<ScaleBucket>({
      first: isNumber,
      count: isNumber,
      min: isNumber,
      mean: isNumber,
      max: isNumber,
    }),
  ),
});

/** Whether it is an answer to `values`. */
export const isValuesAnswer = objectOf<ValuesAnswer>({
  statistics: isStatistics,
  profile: optional(isProfile),
});

/** Whether it is an answer to `heatMap`. */
export const isHeatMap = objectOf<HeatMap>({
  window: objectOf<MatrixWindow>({ rowStart: isNumber, rows: isNumber, colStart: isNumber, cols: isNumber }),
  cellRows: isNumber,
  cellCols: isNumber,
  means: instanceOf(Float64Array),
  peaks: instanceOf(Float64Array),
  sampled: isBoolean,
});
