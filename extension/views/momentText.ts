import type { Moment } from '../../model/trace/moment';
import type { SessionPlan } from '../../model/trace/session';

/** `before L03.attn.q of pass 4`, `after pass 4` */
export function momentText({ operations }: SessionPlan, { pass, operation }: Moment): string {
  const id = operation === undefined ? undefined : operations[operation]?.id;
  return id === undefined ? `after pass ${pass}` : `before ${id} of pass ${pass}`;
}
