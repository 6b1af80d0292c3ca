import { destField, operandFields, type Field } from './fields';
import { branchRows, branchSource } from './instructions/branch';
import { cop0Rows, cop0Source } from './instructions/cop0';
import { cop1Rows, cop1Source } from './instructions/cop1';
import { integerRows, integerSource } from './instructions/integer';
import { memoryRows, memorySource } from './instructions/memory';
import { mmiRows, mmiSource } from './instructions/mmi';
import { vu0Rows, vu0Source } from './instructions/vu0';

/** Part of the processor that an instruction belongs to. */
export type Unit =
  'integer' | 'memory' | 'branch' | 'cop0' | 'cop1' | 'mmi' | 'vu0' | 'vu-upper' | 'vu-lower';

/** One instruction of the EE core, or one slot of a VU micro instruction. */
export interface Instruction {
  /** As written; a VU0 name that ends in `.dest` takes component letters there. */
  readonly mnemonic: string;
  /** A word is this instruction when (word & mask) = match. */
  readonly mask: number;
  readonly match: number;
  /** Names of operands as in `operandFields`, in the order of assembler syntax. */
  readonly operands: readonly string[];
  /** What it does, as text and short formulas. */
  readonly operation: string;
  /** The pipe that executes it; undefined if there is none. */
  readonly pipe?: string;
  /** Cycles until the result can be used (from the manuals; not modelled here). */
  readonly latency?: number;
  readonly unit: Unit;
  /** The source of the row. */
  readonly source: string;
}

function bitsOf(fields: readonly Field[]): number {
  return fields.reduce((bits, { shift, width }) => bits | (((1 << width) - 1) << shift), 0);
}

/** The bits that the operands of a mnemonic occupy. @throws Error when an operand has no fields. */
export function operandBits(
  mnemonic: string,
  operands: readonly string[],
  fieldsOf: Readonly<Record<string, readonly Field[]>> = operandFields,
): number {
  let bits = mnemonic.endsWith('.dest') ? bitsOf([destField]) : 0;
  for (const operand of operands) {
    const fields = fieldsOf[operand];
    if (fields === undefined) throw new Error(`Instruction table, ${mnemonic}: unknown operand ${operand}.`);
    bits |= bitsOf(fields);
  }
  return bits;
}

function parseRow(line: string, unit: Unit, source: string): Instruction[] {
  const [mnemonic = '', match = '', operandList = '', pipe = '-', latency = '-', ...words] = line
    .split('|')
    .map((cell) => cell.trim());
  const operands = operandList === '' ? [] : operandList.split(',');
  const row = {
    mask: ~operandBits(mnemonic, operands) >>> 0,
    operands,
    operation: words.join('|'),
    ...(pipe === '-' ? {} : { pipe }),
    ...(latency === '-' ? {} : { latency: Number(latency) }),
    unit,
    source,
  };
  const bits = Number.parseInt(match, 16);
  if (!mnemonic.includes('{xyzw}')) return [{ ...row, mnemonic, match: bits }];
  return ['x', 'y', 'z', 'w'].map((component, index) => ({
    ...row,
    mnemonic: mnemonic.replace('{xyzw}', component),
    match: bits | index,
  }));
}

function parse(text: string, unit: Unit, source: string): Instruction[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => parseRow(line, unit, source));
}

/** Every instruction of the EE core, for decoder, disassembler and hovers. */
export const instructions: readonly Instruction[] = [
  ...parse(integerRows, 'integer', integerSource),
  ...parse(memoryRows, 'memory', memorySource),
  ...parse(branchRows, 'branch', branchSource),
  ...parse(cop0Rows, 'cop0', cop0Source),
  ...parse(cop1Rows, 'cop1', cop1Source),
  ...parse(mmiRows, 'mmi', mmiSource),
  ...parse(vu0Rows, 'vu0', vu0Source),
];

const byMnemonic = new Map(instructions.map((row) => [row.mnemonic, row]));

/** The row of a mnemonic; undefined if the EE does not have it. */
export function instructionNamed(mnemonic: string): Instruction | undefined {
  return byMnemonic.get(mnemonic);
}
