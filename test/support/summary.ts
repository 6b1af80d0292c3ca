import type { Summary } from '../../webviews/messages/subject';

/** A summary for tests that are about something else. */
export const someSummary: Summary = {
  tokenMs: 412.3,
  tokenBytes: 6_291_456,
  takenBytes: 21_000_192,
  totalBytes: 33_554_432,
};
