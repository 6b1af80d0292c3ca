import { operandInfos, operandLabel } from '../../ee/operands';
import type { Dialect } from './dialect';
import { mnemonicOf, type Mnemonic } from './mnemonics';
import { readOperand, type OperandReading, type Reader } from './operandReading';
import type { Span, Statement } from './statement';

/** A problem of one operand, or of their number. */
export interface OperandProblem {
  readonly span: Span;
  /** A sentence without its full stop. */
  readonly message: string;
  readonly replacement?: string;
  /** The problem is dropped if this name is a macro. */
  readonly maybe?: string;
}

/** An instruction of a source with its parsed operands. */
export interface Instruction {
  readonly mnemonic: Mnemonic;
  /** The operand list that matches, or the closest one. */
  readonly form: readonly string[];
  readonly operands: readonly OperandReading[];
  readonly problems: readonly OperandProblem[];
  /** It expands to more than one instruction, as far as the text shows. */
  readonly expands: boolean;
}

/** The instruction of a statement; undefined if its name is not an instruction. */
export function instructionOf(statement: Statement, dialect: Dialect): Instruction | undefined {
  const { memo } = statement;
  if (memo.instruction === undefined) memo.instruction = readInstruction(statement, dialect) ?? null;
  return memo.instruction ?? undefined;
}

function readInstruction(statement: Statement, dialect: Dialect): Instruction | undefined {
  const { name, kind, slot } = statement;
  if (kind !== 'instruction' || name === undefined) return undefined;
  const mnemonic = mnemonicOf(name.text, dialect, dialect === 'vsm' ? slot : undefined);
  if (mnemonic === undefined) return undefined;
  const forms = mnemonic.forms.map((form) => tryForm(form, statement, mnemonic, dialect));
  const best =
    forms.find(({ problems }) => problems.length === 0) ?? forms.find(({ counts }) => counts) ?? forms[0];
  if (best === undefined) return undefined;
  const { form, operands, problems } = best;
  const several = mnemonic.pseudo !== undefined && !mnemonic.pseudo.single;
  return {
    mnemonic,
    form,
    operands,
    problems,
    expands: several || operands.some(({ expands }) => expands === true) || form.includes('value'),
  };
}

interface Attempt {
  readonly form: readonly string[];
  readonly operands: readonly OperandReading[];
  readonly problems: readonly OperandProblem[];
  /** The number of operands matches. */
  readonly counts: boolean;
}

function tryForm(
  form: readonly string[],
  statement: Statement,
  mnemonic: Mnemonic,
  dialect: Dialect,
): Attempt {
  const shown = leaveOut(form, statement.operands.length);
  const counts = shown.length === statement.operands.length;
  const reader = readerOf(mnemonic, dialect);
  const operands = shown.flatMap((name, index) => {
    const operand = statement.operands[index];
    return operand === undefined
      ? []
      : [readOperand(vclOperand(name, operand.text, dialect), operand, reader)];
  });
  const wrong = operands.flatMap((reading, index): OperandProblem[] => {
    const operand = statement.operands[index];
    if (reading.problem === undefined || operand === undefined) return [];
    return [
      {
        span: operand,
        message: `${operand.text} ${reading.problem}`,
        ...(reading.replacement !== undefined && { replacement: reading.replacement }),
        ...(reading.maybe !== undefined && { maybe: reading.maybe }),
      },
    ];
  });
  return {
    form: shown,
    operands,
    counts,
    problems: counts ? wrong : [countProblem(form, statement), ...wrong],
  };
}

/** Omits optional operands from the end, or the first one, until the number matches. */
function leaveOut(form: readonly string[], count: number): readonly string[] {
  const optional = form.filter((name) => operandInfos[name]?.optional === true);
  const excess = Math.min(form.length - count, optional.length);
  if (excess <= 0) return form;
  const left = new Set(optional.slice(-excess));
  return form.filter((name) => !left.has(name));
}

function countProblem(form: readonly string[], { name, operands, start }: Statement): OperandProblem {
  const list = form.map(operandLabel).join(', ');
  const wanted =
    form.length === 0
      ? 'no operands'
      : form.length === 1
        ? `one operand, ${list}`
        : `${form.length} operands, ${list}`;
  const written = name?.text ?? '';
  return {
    span: name ?? { text: written, start, end: start },
    message: `${written} expects ${wanted}, found ${operands.length === 0 ? 'none' : operands.length}`,
  };
}

function readerOf({ row, components }: Mnemonic, dialect: Dialect): Reader {
  const broadcast = row.operands.includes('vft.bc') ? /([xyzw])(?:\.|$)/.exec(row.mnemonic)?.[1] : undefined;
  return {
    dialect,
    ...(components !== undefined && { components }),
    ...(broadcast !== undefined && { broadcast }),
  };
}

/** VCL chooses the form of arithmetic by the operands. */
function vclOperand(name: string, text: string, dialect: Dialect): string {
  if (dialect !== 'vcl') return name;
  if ((name === 'vfd' || name === 'vft') && /^acc/i.test(text)) return 'ACC';
  if (name === 'vft' && /^[qi]$/i.test(text)) return text.toUpperCase();
  return name;
}
