/** Where a command writes and how it is told to stop. */
export interface Io {
  /** Results: standard output. */
  out(text: string): void;
  /** Messages: standard error. */
  err(text: string): void;
  /** Aborts at Ctrl+C. */
  readonly signal: AbortSignal;
}

/** Exit codes of every command. */
export const exitCodes = { done: 0, failed: 1, wrongCall: 2 } as const;

/** The call itself is wrong; the message says what to write. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
