/** The result of a check. `skipped`: it does not apply now, such as a link to a program that is not running. */
export type Status = 'ok' | 'warning' | 'error' | 'skipped';

/** Something that the user can do about a finding; an editor has a button for it. */
export type Action =
  /** Opens a setting of the editor. */
  | { readonly kind: 'setting'; readonly label: string; readonly setting: string }
  /** Shows what would change in PCSX2's settings, and writes it when the user agrees. */
  | { readonly kind: 'changePcsx2Settings'; readonly label: string }
  | { readonly kind: 'openFile'; readonly label: string; readonly path: string }
  | { readonly kind: 'newProject'; readonly label: string }
  /** Puts a command for a terminal onto the clipboard. */
  | { readonly kind: 'copy'; readonly label: string; readonly text: string }
  | { readonly kind: 'checkAgain'; readonly label: string };

/** What a check has found. */
export interface Finding {
  readonly status: Status;
  /** What was found, a sentence. */
  readonly what: string;
  /** Why it matters, or what to do, a sentence. */
  readonly why: string;
  /** Further sentences. */
  readonly details?: readonly string[];
  readonly action: Action;
}

/** One thing that the Doctor looks at. Knows no editor and no model. */
export interface DoctorCheck {
  /** Unique; stays the same. */
  readonly id: string;
  readonly title: string;
  /** @throws Error in words, which becomes a finding; the reason of the abort. */
  run(signal: AbortSignal): Promise<Finding>;
}

export const checkAgain: Action = { kind: 'checkAgain', label: 'Check Again' };
