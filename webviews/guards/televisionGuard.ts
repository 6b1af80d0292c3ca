import { isListOf, isText } from '../../common/guards';
import type { TelevisionAnswer, TelevisionContent } from '../messages/television';
import { keyOf, objectOf, optional } from './combinators';

const isNumber = (value: unknown): value is number => typeof value === 'number';
const isRows = (value: unknown): value is readonly string[] => isListOf(value, isText);

export const isTelevisionContent = objectOf<TelevisionContent>({
  session: optional(isText),
  state: keyOf<TelevisionContent['state']>({
    none: true,
    absent: true,
    starting: true,
    running: true,
    waiting: true,
    stopped: true,
  }),
  message: isText,
});

export const isTelevisionAnswer = objectOf<TelevisionAnswer>({
  id: isText,
  width: optional(isNumber),
  height: optional(isNumber),
  png: optional(isText),
  rows: optional(isRows),
});
