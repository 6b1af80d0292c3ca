import { operandFields } from '../../ee/fields';
import { operandInfos } from '../../ee/operands';
import { encode } from '../../ee/encode';
import { vuOperandFields } from '../../ee/vu/fields';
import type { Instruction } from './instruction';
import type { OperandReading } from './operandReading';

/**
 * The word that an instruction of a source is encoded as; undefined if it depends on names or addresses, or if the
 * assembler expands it.
 */
export function wordOf(instruction: Instruction): number | undefined {
  const { mnemonic, form, operands, problems, expands } = instruction;
  const { row } = mnemonic;
  if (problems.length > 0 || expands || row.mask === 0) return undefined;
  const written = row.operands.map((name) =>
    operands.find((operand, index) => form[index] === name && operand.name === name),
  );
  const values: (readonly number[] | undefined)[] = [];
  for (const [index, name] of row.operands.entries()) {
    const operand = written[index];
    const info = operandInfos[name];
    if (info === undefined || (operand === undefined && info.optional !== true && info.kind !== 'none'))
      return undefined;
    // GNU as sets one of the bits of vsqrt that the hardware ignores.
    const left = info.kind === 'none' && row.slot === undefined ? [1] : [];
    const value = operand === undefined ? left : valueOf(operand, name);
    if (value === undefined) return undefined;
    values.push(value);
  }
  return encode(
    row,
    values,
    destOf(mnemonic.components),
    row.slot === undefined ? operandFields : vuOperandFields,
  );
}

const letters = 'xyzw';

function destOf(components: string | undefined): number {
  return Array.from(components ?? '').reduce((mask, letter) => mask | (8 >> letters.indexOf(letter)), 0);
}

function valueOf({ register, value }: OperandReading, name: string): readonly number[] | undefined {
  const info = operandInfos[name];
  switch (info?.kind) {
    case 'accumulator':
    case 'special':
      return [];
    case 'immediate':
      if (value === undefined) return undefined;
      if (name === 'micro') return [value >> 3];
      return name === 'imm12' || name === 'imm15' ? [value, value >> 11] : [value];
    case 'memory':
    case 'vu-memory':
      return value === undefined || register === undefined ? undefined : [value, register.number];
    case 'target':
      return undefined;
    case 'vf':
      if (register === undefined) return undefined;
      return info.components === 'one'
        ? [register.number, letters.indexOf(register.components ?? '')]
        : [register.number];
    default:
      return register === undefined ? undefined : [register.number];
  }
}
