/** A wait that took too long; the message says what was waited for, how long and what to do. */
export class WaitError extends Error {
  override readonly name = 'WaitError';
}

/**
 * The result of `work`, or an error when it takes longer than `limitMs` or `signal` aborts. `work` itself is not
 * stopped; it must watch the signal.
 * @throws WaitError `What took longer than N s: advice.`
 */
export async function withLimit<T>(
  work: Promise<T>,
  limitMs: number,
  what: string,
  advice: string,
  signal?: AbortSignal,
): Promise<T> {
  signal?.throwIfAborted();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let onAbort: (() => void) | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new WaitError(`${what} took longer than ${limitMs / 1000} s: ${advice}.`));
    }, limitMs);
    onAbort = () => {
      reject(reasonOf(signal));
    };
    signal?.addEventListener('abort', onAbort);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
    if (onAbort) signal?.removeEventListener('abort', onAbort);
  }
}

function reasonOf(signal: AbortSignal | undefined): Error {
  const reason: unknown = signal?.reason;
  return reason instanceof Error ? reason : new Error(String(reason));
}
