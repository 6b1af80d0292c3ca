import type { LostCounts } from '../../model/trace/runTotals';
import type { LinkFocus, ShownMoment } from '../messages/figures';
import type { Subject } from '../messages/subject';
import { keyOf, objectOf, optional } from './combinators';
import { isBoolean, isNumber, isText } from '../../common/guards';

export const isSubject = objectOf<Subject>({
  name: isText,
  state: keyOf({ file: true, running: true, stopped: true, ended: true }),
  provenance: isText,
  passes: isNumber,
  tokens: isNumber,
  moment: optional(objectOf<ShownMoment>({ pass: isNumber, operation: optional(isNumber), text: isText })),
  lost: optional(objectOf<LostCounts>({ events: isNumber, text: isNumber, log: isNumber })),
  focus: optional(
    objectOf<LinkFocus>({
      serial: isNumber,
      matrix: optional(isText),
      operation: optional(isNumber),
      pass: optional(isNumber),
    }),
  ),
  isProgram: optional(isBoolean),
  linked: optional(isBoolean),
  factsKey: optional(isText),
});
