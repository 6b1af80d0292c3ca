import { waitFor } from '../waits/waitFor';

/** Between two looks of a stage, in milliseconds. */
const pauseMs = 20;

/** The waits of a start, one after another: each has a name that is shown, a limit, and ends early. */
export class Stages {
  /**
   * @param limitMs of each stage.
   * @param gone rejects when there is nothing to wait for any more.
   */
  constructor(
    private readonly progress: (message: string) => void,
    private readonly limitMs: number,
    private readonly signal: AbortSignal,
    private readonly gone?: Promise<never>,
  ) {}

  /**
   * Asks `probe` until it gives something.
   * @param what `the program's mailbox`. @param advice what to do when it takes too long, or what gives it then.
   * @throws Error in words, or the reason of the abort.
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
      // What loses the race is reported by nobody.
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
