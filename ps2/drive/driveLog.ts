import type { DriveLogEntry } from './drive';

/** A chain from the newest entry back: cheap to keep in every snapshot. */
export interface DriveLog {
  readonly entry: DriveLogEntry;
  readonly index: number;
  /** Undefined for the first one, and where older ones are no longer kept. */
  before: DriveLog | undefined;
}

/** Entries that are kept at least, many more than come between two reports; a program may read for ever. */
const kept = 0x8000;

/** The log with one more entry. From time to time it is cut behind its last entries. */
export function withEntry(before: DriveLog | undefined, entry: DriveLogEntry): DriveLog {
  const log = { entry, index: (before?.index ?? -1) + 1, before };
  if (log.index % kept === 0) cut(log);
  return log;
}

function cut(log: DriveLog): void {
  let last: DriveLog | undefined = log;
  for (let i = 1; i < kept; i++) last = last?.before;
  if (last !== undefined) last.before = undefined;
}
