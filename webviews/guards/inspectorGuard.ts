import type { TensorType } from '../../model/model';
import { discContentKinds } from '../../model/plan/forecast';
import { tensorTypes } from '../../model/tensorTypes';
import type {
  Forecast,
  ForecastRows,
  HeaderFieldRow,
  ImagePlace,
  InspectorContent,
  LayoutFacts,
  MatrixRow,
  RevealMessage,
} from '../messages/inspector';
import { arrayOf, exactly, keyOf, objectOf, oneOf, optional } from './combinators';
import { isBoolean, isCount, isNumber, isText } from '../../common/guards';
import { isRamRegion } from './ramGuard';

const isField = objectOf<HeaderFieldRow>({
  name: isText,
  offset: optional(isNumber),
  type: isText,
  value: isText,
  reading: optional(isText),
  meaning: isText,
  remark: optional(
    objectOf<NonNullable<HeaderFieldRow['remark']>>({
      severity: keyOf({ warning: true, error: true }),
      text: isText,
    }),
  ),
});

const isMatrix = objectOf<MatrixRow>({
  name: isText,
  layer: optional(isNumber),
  role: isText,
  rows: isNumber,
  cols: isNumber,
  type: keyOf<TensorType>(tensorTypes),
  offset: isNumber,
  bytes: isNumber,
  scalesOffset: optional(isNumber),
  dataOffset: isNumber,
  triangular: optional(exactly(true)),
});

const isForecastRow = objectOf<ForecastRows['disc'][number]>({
  name: isText,
  matrix: optional(isNumber),
  layer: optional(isNumber),
  content: optional(oneOf(discContentKinds)),
  sectors: isNumber,
  bytes: isNumber,
  padding: isNumber,
  preloads: isNumber,
  readsPerPass: isNumber,
  sectorsPerPass: isNumber,
});

const isForecastRows = objectOf<ForecastRows>({
  disc: arrayOf(isForecastRow),
  ram: arrayOf(isRamRegion),
  bytesPerToken: isNumber,
  layout: isText,
  layoutFrom: isText,
  tie: optional(isText),
  spare: optional(isText),
  times: arrayOf(
    objectOf<ForecastRows['times'][number]>({ name: isText, bytesPerSecond: isNumber, time: isText }),
  ),
});

export const isInspectorContent = objectOf<InspectorContent>({
  fileName: isText,
  fileBytes: isNumber,
  summary: optional(isText),
  problem: optional(isText),
  fields: arrayOf(isField),
  layout: optional(objectOf<LayoutFacts>({ order: isText, ambiguous: isBoolean, evidence: arrayOf(isText) })),
  damage: optional(arrayOf(isText)),
  matrices: arrayOf(isMatrix),
  forecast: optional(
    objectOf<Forecast>({ fits: isBoolean, sentence: isText, behind: optional(isForecastRows) }),
  ),
  image: optional(objectOf<ImagePlace>({ name: isText, path: isText, lba: isNumber })),
});

/** Whether the extension asks to show something. */
export const isRevealMessage = objectOf<RevealMessage>({
  type: exactly('reveal'),
  matrix: optional(isText),
  start: optional(isCount),
  end: optional(isCount),
});
