/** The result of a check. `skipped`: it does not apply now, such as a connection to a program that is not running. */
export type Status = 'ok' | 'warning' | 'error' | 'skipped';

/** Something that the user can do about a finding. An editor shows it as a button. */
export type Action =
  /** Opens a setting of the editor. */
  | { readonly kind: 'setting'; readonly label: string; readonly setting: string }
  /** Shows the proposed changes to the PCSX2 settings, and writes them when the user agrees. */
  | { readonly kind: 'changePcsx2Settings'; readonly label: string }
  | { readonly kind: 'openFile'; readonly label: string; readonly path: string }
  | { readonly kind: 'newProject'; readonly label: string }
  /** Copies a terminal command to the clipboard. */
  | { readonly kind: 'copy'; readonly label: string; readonly text: string }
  | { readonly kind: 'checkAgain'; readonly label: string };

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
