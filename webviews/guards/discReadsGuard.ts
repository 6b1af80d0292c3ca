import { discContentKinds } from '../../model/plan/forecast';
import type { DiscPath, DiscReadsContent, DiscRow, PathStep } from '../messages/discReads';
import { arrayOf, objectOf, oneOf, optional } from './combinators';
import { isAppliedLayout } from './discLayoutGuard';
import { isBoolean, isNumber, isText } from '../../common/guards';
import { isPieceSums } from './piecesGuard';
import { isSubject } from './subjectGuard';
import { isTokenTime } from './timesGuard';

const isRow = objectOf<DiscRow>({
  name: isText,
  kind: oneOf(discContentKinds),
  layer: optional(isNumber),
  sectors: optional(isNumber),
  bytes: isNumber,
  resident: isBoolean,
  reads: isNumber,
  repeats: isNumber,
  bytesRead: isNumber,
  sectorsRead: isNumber,
  lba: optional(isNumber),
  seeks: optional(isNumber),
  ms: optional(isNumber),
  readsPerToken: isNumber,
  bytesPerToken: isNumber,
  pieces: optional(isPieceSums),
});

const isStep = objectOf<PathStep>({
  name: isText,
  operation: isNumber,
  lba: isNumber,
  sectors: isNumber,
  seek: isBoolean,
  ms: optional(isNumber),
});

export const isDiscReadsContent = objectOf<DiscReadsContent>({
  subject: isSubject,
  rows: arrayOf(isRow),
  path: optional(objectOf<DiscPath>({ pass: isNumber, steps: arrayOf(isStep) })),
  applied: optional(isAppliedLayout),
  fileSectors: isNumber,
  lastToken: optional(isTokenTime),
});
