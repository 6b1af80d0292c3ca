import { operandFields, type Field } from '../fields';

const at = (shift: number, width = 5): Field => ({ shift, width });

/** Which bits each operand of the micro instruction tables occupies. */
export const vuOperandFields: Readonly<Record<string, readonly Field[]>> = {
  ...operandFields,
  imm12: [at(0, 11), at(21, 1)],
  imm15: [at(0, 11), at(21, 4)],
  imm24: [at(0, 24)],
  'imm11(vis)': [at(0, 11), at(11)],
  'imm11(vit)': [at(0, 11), at(16)],
  branch11: [at(0, 11)],
  vi01: [],
  P: [],
  vfsv: [at(11)],
  float: [],
};
