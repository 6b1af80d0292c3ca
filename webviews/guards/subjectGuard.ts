import type { LostCounts } from '../../model/trace/runTotals';
import type { LinkFocus, ShownMoment } from '../messages/figures';
import type { Subject, Summary } from '../messages/subject';
import { keyOf, objectOf, optional } from './combinators';
import { isFiguresTab } from './tabGuard';
import { isBoolean, isNumber, isText } from '../../common/guards';

export const isSubject = objectOf<Subject>({
  name: isText,
  state: keyOf({ file: true, running: true, stopped: true, ended: true }),
  provenance: isText,
  passes: isNumber,
  tokens: isNumber,
  summary: objectOf<Summary>({
    tokenMs: optional(isNumber),
    tokenBytes: optional(isNumber),
    takenBytes: isNumber,
    unknownBytes: optional(isNumber),
    totalBytes: isNumber,
  }),
  moment: optional(objectOf<ShownMoment>({ pass: isNumber, operation: optional(isNumber), text: isText })),
  lost: optional(objectOf<LostCounts>({ events: isNumber, text: isNumber, log: isNumber })),
  focus: optional(
    objectOf<LinkFocus>({
      serial: isNumber,
      tab: optional(isFiguresTab),
      matrix: optional(isText),
      operation: optional(isNumber),
      pass: optional(isNumber),
    }),
  ),
  isProgram: optional(isBoolean),
  linked: optional(isBoolean),
  factsKey: optional(isText),
});
