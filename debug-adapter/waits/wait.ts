import { asError } from '../../common/asError';

/** A wait that took too long. The message names the wait, the limit and what to do. */
export class WaitError extends Error {
  override readonly name = 'WaitError';
}

/**
 * The result of `work`, or an error if it takes longer than `limitMs` or `signal` aborts. This does not stop `work`,
 * which must watch the signal itself.
 * @throws WaitError `What took longer than N s: advice.`, or the reason of the abort.
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
 * The same for work that may take any time while it makes progress.
 * @param work calls `progressed` at each sign of progress, which restarts the limit.
 * @throws WaitError `What made no progress for N s: advice.`, or the reason of the abort.
 */
export function withStallLimit<T>(
  work: (progressed: () => void) => Promise<T>,
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
