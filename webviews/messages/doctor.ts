/** The result of a check. `skipped`: it does not apply now, such as a link to a program that is not running. */
export type DoctorStatus = 'ok' | 'warning' | 'error' | 'skipped';

/** One line of the Doctor page. */
export interface DoctorLine {
  readonly id: string;
  readonly title: string;
  /** Absent while it is being checked. */
  readonly status?: DoctorStatus;
  /** What was found, a sentence. */
  readonly what: string;
  /** Why it matters, or what to do. */
  readonly why: string;
  /** Further sentences. */
  readonly details: readonly string[];
  /** Label of the button. */
  readonly action?: string;
}

/** The Doctor page. */
export interface DoctorContent {
  readonly lines: readonly DoctorLine[];
}
