/**
 * Ids of the errors that requests are answered with (`body.error.id` in the Debug Adapter Protocol). They stay the
 * same from version to version; docs/debugging.md lists them.
 */
export const errorCodes = {
  /** A fault of the adapter. */
  unexpected: 1,
  /** Anything that no other code names. */
  general: 2,
  /** The session has no program yet, or has one already. */
  noProgram: 100,
  programExists: 101,
  programRunning: 102,
  programEnded: 103,
  /** A launch or attach configuration cannot be used. */
  launchConfiguration: 200,
  /** A file is missing, damaged or of another format. */
  file: 201,
  /** The model cannot be planned, most often because it does not fit. */
  plan: 202,
  /** Something made no progress for too long. */
  timeout: 300,
  /** The target, or the way to it, failed. */
  target: 301,
  /** The target cannot do this, or not at this stop. */
  notSupported: 400,
  /** There is nothing before this line of the run. */
  beginningOfRun: 401,
  noCheckpoint: 402,
  /** Arguments of a request are wrong. */
  arguments: 500,
  unknownRequest: 501,
  /** An expression cannot be evaluated. */
  expression: 502,
} as const;

export type ErrorCode = keyof typeof errorCodes;
