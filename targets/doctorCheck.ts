import type { Action } from './action';

/** The result of a check. `skipped`: it does not apply now, such as a connection to a program that is not running. */
export type Status = 'ok' | 'warning' | 'error' | 'skipped';

/** The finding of a check. */
export interface Finding {
  readonly status: Status;
  /** What was found, as a sentence. */
  readonly what: string;
  /** Why it matters, or what to do, as a sentence. */
  readonly why: string;
  /** Further sentences. */
  readonly details?: readonly string[];
  readonly action: Action;
  /** The target cannot run without it: where something chooses the target, `skipped` becomes `error`. */
  readonly isRequired?: true;
}

/** One check of the Doctor. It is independent of editors and models. */
export interface DoctorCheck {
  /** Unique and stable. */
  readonly id: string;
  readonly title: string;
  /** @throws Error, which becomes a finding, or the reason of the abort. */
  run(signal: AbortSignal): Promise<Finding>;
}

export const checkAgain: Action = { kind: 'checkAgain', label: 'Check Again' };
