import { everyOperationKind } from '../../model/plan/format/codes';
import type { TimelineContent, TimelineOperation, TimelineZoom } from '../messages/timeline';
import { arrayOf, keyOf, objectOf, optional, pairOf } from './combinators';
import { isBoolean, isNumber, isText } from '../../common/guards';
import { isSubject } from './subjectGuard';
import { isOperationTime, isPassTime, isTimeSplit } from './timesGuard';

const isOperation = objectOf<TimelineOperation>({
  id: isText,
  kind: keyOf(everyOperationKind),
  layer: optional(isNumber),
  matrix: optional(isText),
});

export const isTimelineContent = objectOf<TimelineContent>({
  subject: isSubject,
  passes: arrayOf(isPassTime),
  dropped: isNumber,
  total: isTimeSplit,
  operations: optional(arrayOf(isOperation)),
  zoom: optional(objectOf<TimelineZoom>({ pass: isNumber, operations: arrayOf(isOperationTime) })),
  kept: optional(pairOf(isNumber)),
  canShowValues: optional(isBoolean),
});
