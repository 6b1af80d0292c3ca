import type { DoctorContent, DoctorLine } from '../messages/doctor';
import { arrayOf, keyOf, objectOf, optional } from './combinators';
import { isText } from '../../common/guards';

const isLine = objectOf<DoctorLine>({
  id: isText,
  title: isText,
  status: optional(
    keyOf<NonNullable<DoctorLine['status']>>({ ok: true, warning: true, error: true, skipped: true }),
  ),
  what: isText,
  why: isText,
  details: arrayOf(isText),
  action: optional(isText),
});

export const isDoctorContent = objectOf<DoctorContent>({ lines: arrayOf(isLine) });
