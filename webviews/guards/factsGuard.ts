import type { ModelConfig, TensorType } from '../../model/model';
import { isArithmeticVersion } from '../../model/plan/arithmeticVersion';
import type { ComputeTime } from '../../model/plan/computeTime';
import type { Calibration, PlanShape } from '../../model/plan/whatIf';
import { tensorTypes } from '../../model/tensorTypes';
import type { ForecastFacts } from '../messages/figures';
import { arrayOf, keyOf, objectOf, optional } from './combinators';
import { isDiscLayout } from './discLayoutGuard';
import { isBoolean, isNumber, isText } from '../../common/guards';

const isConfig = objectOf<ModelConfig>({
  dim: isNumber,
  hiddenDim: isNumber,
  layers: isNumber,
  uniqueLayers: isNumber,
  heads: isNumber,
  kvHeads: isNumber,
  headDim: isNumber,
  kvDim: isNumber,
  vocabSize: isNumber,
  seqLen: isNumber,
  ropeTheta: isNumber,
  eps: isNumber,
  registers: isNumber,
  sharedClassifier: isBoolean,
  denseformer: isBoolean,
  valueResidual: isBoolean,
});

const isTensor = objectOf<PlanShape['tensors'][number]>({
  name: isText,
  layer: optional(isNumber),
  rows: isNumber,
  cols: isNumber,
  type: keyOf<TensorType>(tensorTypes),
});

const isShape = objectOf<PlanShape>({
  label: isText,
  config: isConfig,
  tensors: arrayOf(isTensor),
  tokensBytes: isNumber,
  batch: isNumber,
  kvCache: keyOf<PlanShape['kvCache']>({ f32: true, int16: true }),
  arithmetic: isArithmeticVersion,
  arena: objectOf<PlanShape['arena']>({ start: isNumber, end: isNumber }),
});

const isDisc = keyOf<ForecastFacts['disc']>({ dvd: true, cd: true });

const isCalibration = objectOf<Calibration>({
  compute: objectOf<ComputeTime>({ matmul: isNumber, attention: isNumber, rest: isNumber }),
  weightsSector: optional(isNumber),
  drive: optional(
    objectOf<NonNullable<Calibration['drive']>>({
      topSpeed: isNumber,
      fastSeekMs: isNumber,
      fullSeekMs: isNumber,
      rotationMs: isNumber,
      requestMs: isNumber,
      disc: isDisc,
    }),
  ),
  passes: isNumber,
});

export const isForecastFacts = objectOf<ForecastFacts>({
  shape: isShape,
  layout: isDiscLayout,
  layoutFrom: optional(isText),
  disc: isDisc,
  calibration: optional(isCalibration),
});
