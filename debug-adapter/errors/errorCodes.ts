/**
 * Ids of the errors in responses (`body.error.id` in the Debug Adapter Protocol). They do not change between versions;
 * docs/debugging.md lists them.
 */
export const errorCodes = {
  /** A fault of the adapter. */
  unexpected: 1,
  /** Any error without a code of its own. */
  general: 2,
  /** The session has no program yet, or already has one. */
  noProgram: 100,
  programExists: 101,
  programRunning: 102,
  programEnded: 103,
  /** A launch or attach configuration cannot be used. */
  launchConfiguration: 200,
  /** A file is missing, damaged or of another format. */
  file: 201,
  /** The model cannot be planned, usually because it does not fit. */
  plan: 202,
  /** Something made no progress for too long. */
  timeout: 300,
  /** The target, or the connection to it, failed. */
  target: 301,
  /** The target does not support this, at all or at this stop. */
  notSupported: 400,
  /** The run starts at this line. */
  beginningOfRun: 401,
  noCheckpoint: 402,
  /** The arguments of a request are invalid. */
  arguments: 500,
  unknownRequest: 501,
  /** An expression cannot be evaluated. */
  expression: 502,
} as const;

export type ErrorCode = keyof typeof errorCodes;
