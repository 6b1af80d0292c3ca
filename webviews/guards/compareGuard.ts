import type {
  CompareContent,
  ComparedField,
  ComparedMatrix,
  ComparedTensor,
  CompareSide,
} from '../messages/compare';
import { arrayOf, objectOf, optional } from './combinators';
import { isBoolean, isNumber, isText } from '../../common/guards';

const isSide = objectOf<CompareSide>({
  uri: isText,
  fileName: isText,
  fileBytes: isNumber,
  summary: optional(isText),
  problem: optional(isText),
  forecast: optional(isText),
});

const isTensor = objectOf<ComparedTensor>({ rows: isNumber, cols: isNumber, type: isText, bytes: isNumber });

const isMatrix = objectOf<ComparedMatrix>({
  name: isText,
  role: isText,
  left: optional(isTensor),
  right: optional(isTensor),
  comparable: isBoolean,
});

export const isCompareContent = objectOf<CompareContent>({
  left: isSide,
  right: isSide,
  fields: arrayOf(objectOf<ComparedField>({ name: isText, left: isText, right: isText })),
  matrices: arrayOf(isMatrix),
});

/** Whether it is an answer to `matrixError`: largest and RMS error, RMS of the weights, signal-to-noise ratio. */
export const isMatrixFigures = (value: unknown): value is Float64Array =>
  value instanceof Float64Array && value.length === 4;
