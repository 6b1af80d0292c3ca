import { destField, operandFields, type Field } from './fields';
import type { Instruction } from './table';

/** The value of an operand: one number for each of its fields, in the order of `operandFields`. */
export type OperandValue = readonly number[];

function place(word: number, { shift, width }: Field, value: number): number {
  const bits = (1 << width) - 1;
  return (word & ~(bits << shift)) | ((value & bits) << shift);
}

/**
 * Encodes an instruction, the reverse of `decode`.
 * @param operands one for each operand of the row; undefined for an omitted one
 * @param dest component mask of a vector instruction, x = 8
 * @param fieldsOf the fields of each operand, for tables other than the EE core's
 * @returns the word; values beyond a field lose their upper bits
 */
export function encode(
  row: Instruction,
  operands: readonly (OperandValue | undefined)[],
  dest = 15,
  fieldsOf: Readonly<Record<string, readonly Field[]>> = operandFields,
): number {
  let word = row.match;
  row.operands.forEach((operand, index) => {
    const values = operands[index] ?? [];
    (fieldsOf[operand] ?? []).forEach((field, at) => {
      word = place(word, field, values[at] ?? 0);
    });
  });
  if (row.mnemonic.endsWith('.dest')) word = place(word, destField, dest);
  return word >>> 0;
}
