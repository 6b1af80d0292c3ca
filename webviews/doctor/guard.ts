import type { DoctorContent, DoctorLine } from '../messages/doctor';

const statuses = ['good', 'loss', 'bad', 'idle'];

/** Is this what the extension sends for this page? */
export function isDoctorContent(value: unknown): value is DoctorContent {
  if (typeof value !== 'object' || value === null) return false;
  const { lines } = value as Partial<Record<keyof DoctorContent, unknown>>;
  return Array.isArray(lines) && lines.every(isLine);
}

function isLine(value: unknown): value is DoctorLine {
  if (typeof value !== 'object' || value === null) return false;
  const { id, title, status, what, why, details, action } = value as Partial<
    Record<keyof DoctorLine, unknown>
  >;
  const isText = (text: unknown): boolean => typeof text === 'string';
  return (
    [id, title, what, why].every(isText) &&
    (status === undefined || statuses.some((known) => known === status)) &&
    (action === undefined || isText(action)) &&
    Array.isArray(details) &&
    details.every(isText)
  );
}
