import { waitFor } from '../waits/waitFor';

/** Time between two probes of a stage, in milliseconds. */
const pauseMs = 20;

/** The waits of a start, one after another. Each has a name that is shown and a limit, and can be aborted. */
export class Stages {
  /**
   * @param limitMs limit for each stage.
   * @param gone rejects when the machine has ended.
   */
  constructor(
    private readonly progress: (message: string) => void,
    private readonly limitMs: number,
    private readonly signal: AbortSignal,
    private readonly gone?: Promise<never>,
  ) {}

  /**
   * Calls `probe` repeatedly until it returns a result.
   * @param what `the program's mailbox`. @param advice what to do if it takes too long, or a function that returns it.
   * @throws MailboxError at the limit, the reason of `gone` or of the abort, or the error of `probe`.
   */
  async wait<T>(
    what: string,
    advice: string | (() => string),
    probe: () => Promise<T | undefined>,
  ): Promise<T> {
    const start = performance.now();
    let shown = 0;
    this.progress(`Waiting for ${what}`);
    const found = waitFor(probe, {
      what,
      limitMs: this.limitMs,
      advice,
      signal: this.signal,
      pause: () => {
        const seconds = Math.floor((performance.now() - start) / 1000);
        if (seconds > shown) this.progress(`Waiting for ${what}, ${seconds} s`);
        shown = seconds;
        return new Promise((resolve) => setTimeout(resolve, pauseMs));
      },
      clock: () => performance.now(),
    });
    const aborted = this.aborted();
    try {
      return await Promise.race([found, aborted.promise, ...(this.gone ? [this.gone] : [])]);
    } finally {
      aborted.end();
      // Ignore the promise that loses the race.
      found.catch(() => undefined);
    }
  }

  private aborted(): { promise: Promise<never>; end: () => void } {
    const { signal } = this;
    let end = (): void => undefined;
    const promise = new Promise<never>((_, reject) => {
      const onAbort = (): void => reject(signal.reason as Error);
      signal.addEventListener('abort', onAbort);
      end = () => signal.removeEventListener('abort', onAbort);
    });
    return { promise, end };
  }
}
