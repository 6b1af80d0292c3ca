import type { TargetFactory } from '../debug-adapter/session/sessionHost';

/** The environment of a command: its outputs, the signal to stop, and the targets that execute plans. */
export interface Io {
  /** Results: standard output. */
  out(text: string): void;
  /** Appends to the results and waits until the reader has taken them. @throws Error when the reader has left. */
  outBytes(bytes: Uint8Array): Promise<void>;
  /** Messages: standard error. */
  err(text: string): void;
  /** Asks the user a question that is answered with yes or no. Absent without a terminal. */
  ask?(question: string): Promise<boolean>;
  /** Aborts on Ctrl+C, when the terminal is closed, and when the reader of the results has left. */
  readonly signal: AbortSignal;
  /** By their id in launch configurations. The first is the default. */
  readonly targets: ReadonlyMap<string, TargetFactory>;
}

/**
 * Exit codes of every command. `run` alone has others: what the program that it runs ends with, and `outOfTime` when
 * that program did not end in the time that --seconds gives it.
 */
export const exitCodes = { done: 0, failed: 1, wrongCall: 2, outOfTime: 124 } as const;

/** The usage is wrong. The message explains what to write. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
