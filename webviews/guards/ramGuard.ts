import { bufferKinds, regionKinds } from '../../model/plan/encodePlan';
import type { SessionBuffer } from '../../model/trace/session';
import type { RamContent, RamRegion, RamSample } from '../messages/ram';
import { arrayOf, either, exactly, objectOf, oneOf, optional } from './combinators';
import { isNumber, isText } from './primitives';
import { isSubject } from './subjectGuard';

export const isRamRegion = objectOf<RamRegion>({
  name: isText,
  kind: oneOf(regionKinds),
  start: isNumber,
  end: isNumber,
});

const isBuffer = objectOf<SessionBuffer>({
  name: isText,
  kind: either(oneOf(bufferKinds), exactly('file')),
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
});
