import { errorText } from '../../common/errorText';
import mocharc from '../e2e/.mocharc.json';

/** How long tests wait for what they do not control: the one place for these numbers, in milliseconds. */
export const limits = {
  /** A wait ends when nothing has changed for so long. Generous: a slow machine is no failure. */
  noProgressMs: 60_000,
  /** A wait ends after so long even while things change. */
  waitMs: 240_000,
  /** A test ends after so long, whatever it does: longer than a wait, which says more when it ends. */
  testMs: mocharc.timeout,
  /** One of several attempts to click or to type, inside a wait that tries again. */
  attemptMs: 2000,
  /** What an attempt brings about, before the next one. */
  effectMs: 5000,
  /** Between two questions. */
  pollMs: 100,
  /** Between two looks for progress, and how long one may take. */
  lookMs: 1000,
};

/** Something to wait for. */
export interface Wait<T> {
  /** What is waited for, so that the message can name it: `the first stop`. */
  readonly name: string;
  /** The answer; undefined or false while there is none. An error counts as no answer and is quoted when the wait ends. */
  readonly ask: () => T | undefined | false | PromiseLike<T | undefined | false>;
  /** What changes while there is progress; compared and quoted as JSON. */
  readonly look: () => unknown;
  /** Other limits, for tests of the wait itself and for runs that hold many waits. */
  readonly limits?: Partial<typeof limits>;
}

/** How much of what was last seen a message quotes. */
const quotedCharacters = 1500;

const sleep = (ms: number): Promise<undefined> =>
  new Promise((resolve) => setTimeout(() => resolve(undefined), ms));

/** @throws Error that names what was waited for and what was seen last, when nothing changes any more or the wait gets too long. */
export async function waitFor<T>(wait: Wait<T>): Promise<T> {
  const { noProgressMs, waitMs, pollMs, lookMs } = { ...limits, ...wait.limits };
  const start = performance.now();
  let pending: Promise<Answer<T>> | undefined;
  let problem = '';
  let seen = await lookOnce(wait.look, lookMs);
  let [changed, looked] = [start, start];
  for (;;) {
    pending ??= answerOf(wait.ask);
    // A question that hangs must not keep the wait from its end.
    const answer = await Promise.race([pending, sleep(lookMs)]);
    if (answer !== undefined) {
      pending = undefined;
      if (answer.found !== undefined) return answer.found.value;
      problem = answer.problem;
    }
    if (answer === undefined || performance.now() - looked >= lookMs) {
      const now = await lookOnce(wait.look, lookMs);
      looked = performance.now();
      if (now !== seen) changed = looked;
      seen = now;
    }
    const seconds = (ms: number): string => (ms / 1000).toLocaleString('en', { maximumFractionDigits: 1 });
    const end = `${problem && ` (${problem})`}. Last seen: ${seen.slice(0, quotedCharacters)}`;
    const total = performance.now() - start;
    if (looked - changed >= noProgressMs) {
      const still = seconds(looked - changed);
      throw new Error(
        `Timed out after ${seconds(total)} s waiting for ${wait.name}; nothing changed for ${still} s${end}`,
      );
    }
    if (total >= waitMs)
      throw new Error(`Timed out after ${seconds(total)} s waiting for ${wait.name}${end}`);
    if (answer !== undefined) await sleep(pollMs);
  }
}

/** Waits until a promise is settled, and gives its value. @throws what the promise is rejected with, or as `waitFor`. */
export async function settled<T>(
  name: string,
  promise: PromiseLike<T>,
  look: () => unknown,
  otherLimits: Partial<typeof limits> = {},
): Promise<T> {
  const end = Promise.resolve(promise).then(
    (value) => () => value,
    (error: unknown) => () => {
      throw error;
    },
  );
  return (await waitFor({ name, ask: () => end, look, limits: otherLimits }))();
}

interface Answer<T> {
  readonly found?: { readonly value: T };
  readonly problem: string;
}

async function answerOf<T>(ask: Wait<T>['ask']): Promise<Answer<T>> {
  try {
    const value = await ask();
    return value === undefined || value === false ? { problem: '' } : { found: { value }, problem: '' };
  } catch (error) {
    return { problem: errorText(error) };
  }
}

async function lookOnce(look: () => unknown, limit: number): Promise<string> {
  const answer = Promise.resolve()
    .then(look)
    .then(
      (value) => JSON.stringify(value) || 'nothing',
      (error: unknown) => `nothing, because ${errorText(error)}`,
    );
  return (await Promise.race([answer, sleep(limit)])) ?? 'nothing, because the look itself got no answer';
}
