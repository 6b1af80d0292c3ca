import type { DiscPath, DiscReadsContent, DiscRow, PathStep } from '../messages/discReads';
import { arrayOf, keyOf, objectOf, optional } from './combinators';
import { isAppliedLayout } from './discLayoutGuard';
import { isBoolean, isNumber, isText } from '../../common/guards';
import { isSubject } from './subjectGuard';
import { isTokenTime } from './timesGuard';

const isRow = objectOf<DiscRow>({
  name: isText,
  kind: keyOf({ matrix: true, vectors: true, padding: true, header: true }),
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
