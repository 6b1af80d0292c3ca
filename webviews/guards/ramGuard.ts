import { bufferCodes, everyRegionKind } from '../../model/plan/format/codes';
import type { SessionBuffer } from '../../model/trace/session';
import type { RamContent, RamRegion, RamSample } from '../messages/ram';
import { arrayOf, keyOf, objectOf, optional } from './combinators';
import { isNumber, isText } from '../../common/guards';
import { isAppliedLayout } from './discLayoutGuard';
import { isSubject } from './subjectGuard';

export const isRamRegion = objectOf<RamRegion>({
  name: isText,
  kind: keyOf({ ...everyRegionKind, unknown: true }),
  start: isNumber,
  end: isNumber,
});

const isBuffer = objectOf<SessionBuffer>({
  name: isText,
  kind: keyOf({ ...bufferCodes, file: true }),
  start: isNumber,
  end: isNumber,
  rows: optional(isNumber),
  cols: optional(isNumber),
});

export const isRamContent = objectOf<RamContent>({
  subject: isSubject,
  regions: arrayOf(isRamRegion),
  buffers: arrayOf(isBuffer),
  positions: isNumber,
  contextLength: isNumber,
  totalBytes: isNumber,
  inSlots: optional(arrayOf(isText)),
  samples: optional(arrayOf(objectOf<RamSample>({ pass: isNumber, positions: isNumber }))),
  stackBytes: optional(isNumber),
  applied: optional(isAppliedLayout),
});
