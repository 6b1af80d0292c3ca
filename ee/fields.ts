/** One bit field of an instruction word. */
export interface Field {
  readonly shift: number;
  readonly width: number;
}

const at = (shift: number, width = 5): Field => ({ shift, width });

/** Which bits each operand of the instruction table occupies; an operand that is a fixed word has none. */
export const operandFields: Readonly<Record<string, readonly Field[]>> = {
  rd: [at(11)],
  'rd?': [at(11)],
  rs: [at(21)],
  rt: [at(16)],
  zero: [],
  sa: [at(6)],
  simm: [at(0, 16)],
  uimm: [at(0, 16)],
  'offset(base)': [at(0, 16), at(21)],
  branch: [at(0, 16)],
  jump: [at(0, 26)],
  hint: [at(16)],
  code20: [at(6, 20)],
  code10: [at(16, 10)],
  code10b: [at(6, 10)],
  trap: [at(6, 10)],
  c0: [at(11)],
  c1: [at(11)],
  perf: [at(1)],
  perf0: [at(1)],
  fd: [at(6)],
  fs: [at(11)],
  ft: [at(16)],
  vd: [at(11)],
  vt: [at(16)],
  vi: [at(11)],
  vfd: [at(6)],
  vfs: [at(11)],
  vft: [at(16)],
  vftw: [at(16)],
  'vft.bc': [at(16)],
  'vfs.fsf': [at(11), at(21, 2)],
  'vft.ftf': [at(16), at(23, 2)],
  /** Bits that the hardware ignores and assemblers do not show. */
  anyfsf: [at(21, 2)],
  ACC: [],
  Q: [],
  I: [],
  R: [],
  vid: [at(6)],
  vis: [at(11)],
  vit: [at(16)],
  vi27: [],
  '(vis)': [at(11)],
  '(vis++)': [at(11)],
  '(--vis)': [at(11)],
  '(vit++)': [at(16)],
  '(--vit)': [at(16)],
  imm5: [at(6)],
  micro: [at(6, 15)],
};

/** The component mask of a VU0 mnemonic that ends in `.dest`. */
export const destField: Field = at(21, 4);

/** The value of a field of a word. */
export function fieldOf(word: number, field: Field): number {
  return (word >>> field.shift) & ((1 << field.width) - 1);
}
