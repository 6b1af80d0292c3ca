import type { Span } from './statement';

/** Severity of a finding. */
export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** Kinds of findings, as editors show them. */
export type FindingCode =
  | 'unknown-instruction'
  | 'operand'
  | 'wrong-slot'
  | 'same-register'
  | 'emulators'
  | 'unaligned'
  | 'constant-register'
  | 'delay-slot-branch'
  | 'delay-slot-label'
  | 'delay-slot-missing'
  | 'delay-slot-expands'
  | 'delay-slot-return-address'
  | 'short-loop'
  | 'end-bit'
  | 'divider';

/** A text change that fixes a finding. */
export interface Fix {
  readonly title: string;
  /** Replaces `span`; in line `line` when that is another one. */
  readonly text: string;
  readonly span: Pick<Span, 'start' | 'end'>;
  readonly line?: number;
}

/** A finding in one line; characters count from 0. */
export interface LineFinding {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly start: number;
  readonly end: number;
  /** A sentence. */
  readonly message: string;
  /** The finding is dropped if this name is a macro or define. */
  readonly unless?: string;
  readonly fix?: Fix;
}

/** A finding in a document. */
export interface Finding extends LineFinding {
  readonly line: number;
}
