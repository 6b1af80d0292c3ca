import type { Span } from './statement';

/** How much something matters. */
export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** Kinds of findings, as editors show them. */
export type FindingCode =
  | 'unknown-instruction'
  | 'operand'
  | 'wrong-slot'
  | 'same-register'
  | 'emulators'
  | 'unaligned'
  | 'delay-slot-branch'
  | 'delay-slot-label'
  | 'delay-slot-missing'
  | 'delay-slot-expands'
  | 'delay-slot-return-address'
  | 'short-loop'
  | 'end-bit'
  | 'divider';

/** A change of text that puts a finding right. */
export interface Fix {
  readonly title: string;
  /** Replaces `span`; in line `line` when that is another one. */
  readonly text: string;
  readonly span: Pick<Span, 'start' | 'end'>;
  readonly line?: number;
}

/** Something about one line; characters count from 0. */
export interface LineFinding {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly start: number;
  readonly end: number;
  /** A sentence. */
  readonly message: string;
  /** It is no finding when this name is a macro or define. */
  readonly unless?: string;
  readonly fix?: Fix;
}

/** Something in a document. */
export interface Finding extends LineFinding {
  readonly line: number;
}
