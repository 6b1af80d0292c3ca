/** The layout of `.ps2trace`, version 1.4; docs/trace.md specifies it. All numbers are little-endian. */
export const traceMagic = 'PS2MTRAC';
export const traceVersion = { major: 1, minor: 4 } as const;
export const headerBytes = 16;

/** Before the contents of a chunk: its name in four letters and its length; after them: CRC-32 of all of it. */
export const chunkHeadBytes = 8;
export const chunkTailBytes = 4;

/** Chunks of version 1; a reader skips unknown ones. */
export const chunkNames = { info: 'INFO', events: 'EVTS', totals: 'TOTL', end: 'ENDS' } as const;

/** The largest chunk: a greater length is damage, and no memory is allocated for it. */
export const largestChunkBytes = 16 * 1024 * 1024;
/** A chunk of events is written when it has this size. */
export const eventChunkBytes = 32 * 1024;
/** Default size limit of a trace file. */
export const defaultLimitBytes = 64 * 1024 * 1024;

/** Codes of records of events. */
export const recordCodes = {
  pass: 1,
  operation: 2,
  read: 3,
  token: 4,
  end: 5,
  lost: 6,
  counters: 7,
  stack: 8,
  odds: 9,
} as const;
/** Code and length before each record's contents. */
export const recordHeadBytes = 5;
/** Bytes of one row of counters. */
export const counterBytes = 36;
/** Bytes of a candidate without its text. */
export const candidateBytes = 16;
/** Flags of a record's optional fields. */
export const recordFlags = { ms: 1, at: 2, lba: 4, seekKnown: 8, seek: 16, tail: 32, text: 64 } as const;
/** `pass` of a read before the first pass, and the matrix of a counter without one. */
export const noneCode = 0xffff_ffff;
/** `type` codes of the end of a run; the position in the list is the code. */
export const endReasonCodes = ['stop id', 'length', 'context', 'reported'] as const;
