import { portabilityOf } from '../../ee/reference/portability';
import { flowOf } from '../../ee/reference/flow';
import type { Dialect } from './dialect';
import type { LineFinding } from './findings';
import { instructionOf, type Instruction } from './instruction';
import { adviceOn, mnemonicOf } from './mnemonics';
import type { ParsedLine, Statement } from './statement';

/** Vector arithmetic that also sets the MAC and status flags. */
const setsFlags = /^v?(?:add|sub|mul|madd|msub|opmsub)(?:[xyzwqi]|bc)?\b/;

/** The findings of a single line; an unchanged line is not checked again. */
export function lineFindings(line: ParsedLine, dialect: Dialect): readonly LineFinding[] {
  return (line.memo.findings ??= check(line, dialect));
}

function check(line: ParsedLine, dialect: Dialect): LineFinding[] {
  const instructions = line.statements.filter(({ kind }) => kind === 'instruction');
  const found = instructions.flatMap((statement) => {
    const instruction = instructionOf(statement, dialect);
    if (instruction === undefined) return unknown(statement, dialect);
    return [
      ...operandFindings(instruction),
      ...constantFindings(statement, instruction),
      ...portability(statement, instruction),
    ];
  });
  return dialect === 'vsm' ? [...found, ...pairFindings(instructions)] : found;
}

function unknown({ name, slot }: Statement, dialect: Dialect): LineFinding[] {
  if (name === undefined || /[\\@]/.test(name.text)) return [];
  const place = { start: name.start, end: name.end };
  const other = slot === 'upper' ? 'lower' : 'upper';
  if (dialect === 'vsm' && slot !== undefined && mnemonicOf(name.text, dialect, other) !== undefined)
    return [
      {
        code: 'wrong-slot',
        severity: 'error',
        ...place,
        message: `${name.text} belongs in the ${other} column, not the ${slot} one.`,
      },
    ];
  const advice = adviceOn(name.text, dialect);
  const where = dialect === 'r5900' ? 'the R5900' : 'the vector units';
  return [
    {
      code: 'unknown-instruction',
      severity: 'error',
      ...place,
      message: `Unknown instruction ${name.text} for ${where}${advice === undefined ? '.' : `: ${advice.hint.replace(/[^.?]$/, '$&.')}`}`,
      unless: name.text,
      ...(advice?.replacement !== undefined && {
        fix: { title: `Change to ${advice.replacement}`, text: advice.replacement, span: place },
      }),
    },
  ];
}

function operandFindings({ problems }: Instruction): LineFinding[] {
  return problems.map(({ span: { start, end }, message, maybe, replacement }) => ({
    code: 'operand',
    severity: 'error',
    start,
    end,
    message: `${message}.`,
    ...(maybe !== undefined && { unless: maybe }),
    ...(replacement !== undefined && {
      fix: { title: `Change to ${replacement}`, text: replacement, span: { start, end } },
    }),
  }));
}

function portability({ name }: Statement, { mnemonic: { row } }: Instruction): LineFinding[] {
  const known = portabilityOf(row);
  if (known?.wrongInEmulators !== true || name === undefined) return [];
  return [
    {
      code: 'emulators',
      severity: 'information',
      start: name.start,
      end: name.end,
      message: `${name.text}: ${known.note}`,
    },
  ];
}

/** Writes to VF00, which always holds (0, 0, 0, 1). Arithmetic may be there for its flags. */
function constantFindings({ operands: written }: Statement, instruction: Instruction): LineFinding[] {
  const { mnemonic, operands } = instruction;
  if (setsFlags.test(mnemonic.row.mnemonic)) return [];
  const { operands: uses } = flowOf(mnemonic.row);
  return operands.flatMap(({ register }, index) => {
    const place = written[index];
    if (register?.class !== 'vf' || register.number !== 0 || uses[index] !== 'write' || place === undefined)
      return [];
    const { start, end } = place;
    const message = 'VF00 always holds 0, 0, 0, 1: this result is lost.';
    return [{ code: 'constant-register', severity: 'warning', start, end, message }];
  });
}

/** The vector registers that an instruction of a micro program writes. */
export function vectorsWritten({ mnemonic: { row }, operands }: Instruction): number[] {
  const { operands: uses } = flowOf(row);
  return operands.flatMap(({ register }, index) =>
    register?.class === 'vf' && register.number !== 0 && uses[index] === 'write' ? [register.number] : [],
  );
}

function pairFindings(instructions: readonly Statement[]): LineFinding[] {
  const [upper, lower] = instructions;
  if (upper?.slot !== 'upper') return [];
  if (lower === undefined) {
    const known = instructionOf(upper, 'vsm');
    if (known === undefined || upper.name === undefined) return [];
    const { start } = upper.name;
    return [
      {
        code: 'wrong-slot',
        severity: 'warning',
        start,
        end: upper.end,
        message: 'The lower column is empty. Add NOP.',
        fix: { title: 'Add NOP', text: ' NOP', span: { start: upper.end, end: upper.end } },
      },
    ];
  }
  const [first, second] = [instructionOf(upper, 'vsm'), instructionOf(lower, 'vsm')];
  if (first === undefined || second === undefined) return [];
  const written = new Set(vectorsWritten(first));
  const both = vectorsWritten(second).find((number) => written.has(number));
  if (both === undefined) return [];
  return [
    {
      code: 'same-register',
      severity: 'warning',
      start: lower.start,
      end: lower.end,
      message: `Both columns write VF${String(both).padStart(2, '0')}: only the upper result is kept.`,
    },
  ];
}
