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

/** The text between two commas. */
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

/** The analysis of a statement; null if it is not an instruction. */
export interface StatementMemo {
  instruction?: Instruction | null;
}

/**
 * The cached analysis of a line. It is stored on the line, because tens of thousands of entries in a WeakMap make
 * each garbage collection slow.
 */
export interface LineMemo {
  occurrences?: readonly Occurrence[];
  findings?: readonly LineFinding[];
  steps?: readonly Step[];
}

/** State that continues after the end of a line: a block comment, or a preprocessor line that ends with a backslash. */
export type LineState = 'code' | 'comment' | 'preprocessor';

/** A parsed line. It has no line number, so it is reused when lines before it are added or removed. */
export interface ParsedLine {
  readonly text: string;
  /** What is open at its beginning and at its end. */
  readonly starts: LineState;
  readonly ends: LineState;
  readonly tokens: readonly Token[];
  readonly statements: readonly Statement[];
  readonly memo: LineMemo;
}
