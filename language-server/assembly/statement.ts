import type { Slot } from '../../ee/vu/table';
import type { LineFinding } from './findings';
import type { Instruction } from './instruction';
import type { Step } from './items';
import type { Occurrence } from './symbols';
import type { Token } from './tokens';

/** A piece of text in a line; characters count from 0. */
export interface Span {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** What stands between two commas. */
export interface Operand extends Span {
  readonly tokens: readonly Token[];
}

/** One instruction, directive or preprocessor line with the labels before it. */
export interface Statement {
  readonly kind: 'instruction' | 'directive' | 'preprocessor' | 'assignment' | 'label';
  readonly labels: readonly Span[];
  /** Mnemonic, directive with its dot, or preprocessor word without `#`; undefined for a label alone. */
  readonly name?: Span;
  readonly operands: readonly Operand[];
  /** Which column of a VU micro program. */
  readonly slot?: Slot;
  /** Flags after a VU mnemonic, such as `E`, without their brackets. */
  readonly flags?: Span;
  readonly start: number;
  readonly end: number;
  readonly memo: StatementMemo;
}

/** What was found out about a statement; null for one that is no instruction. */
export interface StatementMemo {
  instruction?: Instruction | null;
}

/**
 * What was found out about a line. It is kept on the line, since tens of thousands of entries in a WeakMap make
 * each garbage collection slow.
 */
export interface LineMemo {
  occurrences?: readonly Occurrence[];
  findings?: readonly LineFinding[];
  steps?: readonly Step[];
}

/** What reaches over the end of a line: a block comment, or a preprocessor line that ends with a backslash. */
export type LineState = 'code' | 'comment' | 'preprocessor';

/** A line that is read; it does not know where it stands, so that it stays when lines before it come or go. */
export interface ParsedLine {
  readonly text: string;
  /** What is open at its beginning and at its end. */
  readonly starts: LineState;
  readonly ends: LineState;
  readonly tokens: readonly Token[];
  readonly statements: readonly Statement[];
  readonly memo: LineMemo;
}
