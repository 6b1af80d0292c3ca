import { asError } from '../../common/asError';

/** A wait that took too long; the message says what was waited for, how long and what to do. */
export class WaitError extends Error {
  override readonly name = 'WaitError';
}

/**
 * The result of `work`, or an error when it takes longer than `limitMs` or `signal` aborts. `work` itself is not
 * stopped; it must watch the signal.
 * @throws WaitError `What took longer than N s: advice.`
 */
export function withLimit<T>(
  work: Promise<T>,
  limitMs: number,
  what: string,
  advice: string,
  signal?: AbortSignal,
): Promise<T> {
  const sentence = `${what} took longer than ${limitMs / 1000} s: ${advice}.`;
  return limited(() => work, limitMs, sentence, signal);
}

/**
 * The same for work that may take long as long as it makes progress.
 * @param work calls `goesOn` at each sign of progress, which starts the limit anew.
 * @throws WaitError `What made no progress for N s: advice.`
 */
export function withStallLimit<T>(
  work: (goesOn: () => void) => Promise<T>,
  limitMs: number,
  what: string,
  advice: string,
  signal?: AbortSignal,
): Promise<T> {
  return limited(work, limitMs, `${what} made no progress for ${limitMs / 1000} s: ${advice}.`, signal);
}

async function limited<T>(
  work: (restart: () => void) => Promise<T>,
  limitMs: number,
  sentence: string,
  signal: AbortSignal | undefined,
): Promise<T> {
  signal?.throwIfAborted();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isOver = false;
  let restart = (): void => undefined;
  let onAbort = (): void => undefined;
  const limit = new Promise<never>((_, reject) => {
    restart = () => {
      clearTimeout(timer);
      if (isOver) return;
      timer = setTimeout(() => {
        reject(new WaitError(sentence));
      }, limitMs);
    };
    onAbort = () => {
      reject(reasonOf(signal));
    };
  });
  restart();
  signal?.addEventListener('abort', onAbort);
  try {
    return await Promise.race([work(restart), limit]);
  } finally {
    isOver = true;
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
  }
}

function reasonOf(signal: AbortSignal | undefined): Error {
  const reason: unknown = signal?.reason;
  return asError(reason);
}
