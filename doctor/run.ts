import { withLimit } from '../debug-adapter/waits/wait';
import { errorText } from '../common/errorText';
import { checkAgain, type DoctorCheck, type Finding } from '../targets/doctorCheck';

/** The time limit for one check. */
const limitMs = 15_000;

/** A finding and its check. */
export interface Result extends Finding {
  readonly id: string;
  readonly title: string;
}

/** Runs one check. An error in it becomes a finding too. @throws Error, the reason of the abort. */
export async function runCheck(check: DoctorCheck, signal: AbortSignal): Promise<Result> {
  const { id, title } = check;
  const abort = new AbortController();
  try {
    const either = AbortSignal.any([signal, abort.signal]);
    const finding = await withLimit(check.run(either), limitMs, `Checking ${title}`, 'check again', signal);
    return { id, title, ...finding };
  } catch (error) {
    signal.throwIfAborted();
    const what = errorText(error);
    return { id, title, status: 'error', what, why: 'The check failed.', action: checkAgain };
  } finally {
    abort.abort();
  }
}
