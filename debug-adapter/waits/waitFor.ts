import { MailboxError } from '../mailbox/error';

/** A wait for the program: what for, how long, and how it is ended early. */
export interface WaitOptions {
  /** `the program to stop` */
  readonly what: string;
  readonly limitMs: number;
  /** What to do when it takes too long: `see whether the console is on`. */
  readonly advice: string | (() => string);
  readonly signal?: AbortSignal;
  /** Lets time pass between two looks. */
  readonly pause: () => Promise<void>;
  /** Milliseconds of the clock that the limit is meant in. */
  readonly clock: () => number;
}

/**
 * Asks `probe` again and again until it gives something.
 * @throws MailboxError when the limit is reached, the reason of the abort, or what `probe` throws.
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
      throw new MailboxError(`Waited ${limitMs / 1000} s for ${what}, in vain: ${words}.`);
    }
    await pause();
  }
}
