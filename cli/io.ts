import type { TargetFactory } from '../debug-adapter/session/sessionHost';

/** What a command is given by the place where it runs: where it writes, how it is told to stop, what executes plans. */
export interface Io {
  /** Results: standard output. */
  out(text: string): void;
  /** Messages: standard error. */
  err(text: string): void;
  /** Aborts at Ctrl+C. */
  readonly signal: AbortSignal;
  /** By the name in the launch configuration; the first is the default. */
  readonly targets: ReadonlyMap<string, TargetFactory>;
}

/**
 * Exit codes of every command. `run` alone has others: what the program that it runs ends with, and `outOfTime` when
 * that program did not end in the time that --seconds gives it.
 */
export const exitCodes = { done: 0, failed: 1, wrongCall: 2, outOfTime: 124 } as const;

/** The call itself is wrong; the message says what to write. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
