import { MailboxError } from '../mailbox/error';

/** A wait for the program: its purpose, its limit and how to end it early. */
export interface WaitOptions {
  /** `the program to stop` */
  readonly what: string;
  readonly limitMs: number;
  /** What to do if it takes too long: `check that the console is on`. */
  readonly advice: string | (() => string);
  readonly signal?: AbortSignal;
  /** Lets time pass between two probes. */
  readonly pause: () => Promise<void>;
  /** The clock of the limit, in milliseconds. */
  readonly clock: () => number;
}

/**
 * Calls `probe` repeatedly until it returns a result.
 * @throws MailboxError at the limit, the reason of the abort, or the error of `probe`.
 */
export async function waitFor<T>(probe: () => Promise<T | undefined>, options: WaitOptions): Promise<T> {
  const { what, limitMs, advice, signal, pause, clock } = options;
  const end = clock() + limitMs;
  for (;;) {
    signal?.throwIfAborted();
    const found = await probe();
    if (found !== undefined) return found;
    if (clock() >= end) {
      const words = (typeof advice === 'string' ? advice : advice()).replace(/\.$/, '');
      throw new MailboxError(`Timed out after ${limitMs / 1000} s waiting for ${what}: ${words}.`);
    }
    await pause();
  }
}
