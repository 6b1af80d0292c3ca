/** The kinds of operands in assembler source. */
export type OperandKind =
  | 'gpr'
  | 'fpr'
  | 'vf'
  | 'vi'
  | 'cop0'
  | 'cop1-control'
  | 'cop2-control'
  | 'accumulator'
  | 'special'
  | 'immediate'
  | 'target'
  | 'memory'
  | 'vu-memory'
  | 'vu-indirect'
  | 'none';

/** An operand of the instruction table, with a description and limits for checks. */
export interface OperandInfo {
  readonly kind: OperandKind;
  readonly words: string;
  /** Least and greatest value of an immediate or offset. */
  readonly range?: readonly [number, number];
  /** What the value must be a multiple of. */
  readonly step?: number;
  /** Letters after a vector register: those of the mnemonic, exactly one, or none. */
  readonly components?: 'dest' | 'one' | 'broadcast' | 'w';
  /** May be omitted. */
  readonly optional?: boolean;
  /** The only text that fits, for special registers. */
  readonly name?: string;
  /** Of an indirect address: what happens to the register. */
  readonly update?: 'after' | 'before';
}

const gpr = (words: string): OperandInfo => ({ kind: 'gpr', words });
const fpr = (words: string): OperandInfo => ({ kind: 'fpr', words });
const vf = (words: string, components?: 'dest' | 'one' | 'broadcast' | 'w'): OperandInfo => ({
  kind: 'vf',
  words,
  ...(components !== undefined && { components }),
});
const vi = (words: string): OperandInfo => ({ kind: 'vi', words });
const number = (words: string, least: number, greatest: number, step = 1): OperandInfo => ({
  kind: 'immediate',
  words,
  range: [least, greatest],
  step,
});
const special = (name: string, words: string): OperandInfo => ({ kind: 'special', name, words });
const indirect = (update?: 'after' | 'before'): OperandInfo => ({
  kind: 'vu-indirect',
  words: 'address in quadwords',
  ...(update !== undefined && { update }),
});

/** The meaning of each operand name of the instruction tables, including those of VU micro programs. */
export const operandInfos: Readonly<Record<string, OperandInfo>> = {
  rd: gpr('general register, result'),
  'rd?': { ...gpr('general register, result'), optional: true },
  rs: gpr('general register'),
  rt: gpr('general register'),
  zero: { ...gpr('$zero, always'), name: 'zero' },
  sa: number('shift amount', 0, 31),
  // GNU as accepts signed and unsigned values for the 16 bits.
  simm: number('signed constant', -0x8000, 0xffff),
  uimm: number('unsigned constant', 0, 0xffff),
  'offset(base)': { kind: 'memory', words: 'offset and base register', range: [-0x8000, 0x7fff] },
  branch: { kind: 'target', words: 'label to branch to', range: [-0x20000, 0x1fffc], step: 4 },
  jump: { kind: 'target', words: 'label to jump to', step: 4 },
  hint: number('operation', 0, 31),
  code20: { ...number('code', 0, 0xfffff), optional: true },
  code10: { ...number('code', 0, 1023), optional: true },
  code10b: { ...number('second code', 0, 1023), optional: true },
  trap: { ...number('code', 0, 1023), optional: true },
  c0: { kind: 'cop0', words: 'register of the system control coprocessor' },
  c1: { kind: 'cop1-control', words: 'control register of the floating-point unit' },
  perf: number('performance counter', 0, 1),
  perf0: number('always 0', 0, 0),
  fd: fpr('float, result'),
  fs: fpr('float'),
  ft: fpr('float'),
  vd: vf('vector register'),
  vt: vf('vector register'),
  vi: { kind: 'cop2-control', words: 'integer or control register of VU0' },
  vfd: vf('vector, result', 'dest'),
  vfs: vf('vector', 'dest'),
  vft: vf('vector', 'dest'),
  vftw: vf('vector, its w', 'w'),
  'vft.bc': vf('vector, one component for all', 'broadcast'),
  'vfs.fsf': vf('one component of a vector', 'one'),
  'vft.ftf': vf('one component of a vector', 'one'),
  anyfsf: { kind: 'none', words: '' },
  ACC: { kind: 'accumulator', words: 'accumulator', components: 'dest', name: 'ACC' },
  Q: special('Q', 'result of the divider'),
  P: special('P', 'result of the elementary function unit'),
  I: special('I', 'immediate float'),
  R: special('R', 'random number'),
  vid: vi('integer register, result'),
  vis: vi('integer register'),
  vit: vi('integer register'),
  vi01: { ...vi('VI01, always'), name: '1' },
  vi27: { ...special('vi27', 'address register') },
  '(vis)': indirect(),
  '(vis++)': indirect('after'),
  '(--vis)': indirect('before'),
  '(vit++)': indirect('after'),
  '(--vit)': indirect('before'),
  imm5: number('signed constant', -16, 15),
  imm12: number('flags', 0, 0xfff),
  imm15: number('unsigned constant', 0, 0x7fff),
  imm24: number('flags', 0, 0xffffff),
  value: { kind: 'immediate', words: 'constant, of any size' },
  sa64: number('shift amount', 0, 63),
  address: { kind: 'memory', words: 'label or address' },
  float: { kind: 'immediate', words: 'float' },
  'imm11(vis)': { kind: 'vu-memory', words: 'offset and address in quadwords', range: [-1024, 1023] },
  'imm11(vit)': { kind: 'vu-memory', words: 'offset and address in quadwords', range: [-1024, 1023] },
  vfsv: vf('vector'),
  branch11: { kind: 'target', words: 'label to branch to', range: [-8192, 8184], step: 8 },
  micro: number('address in VU0 program memory', 0, 0x3fff8, 8),
};

/** How an operand is written in a signature. */
export function operandLabel(operand: string): string {
  switch (operand) {
    case 'rd?':
      return 'rd';
    case 'simm':
    case 'uimm':
    case 'imm5':
    case 'imm12':
    case 'imm15':
    case 'imm24':
      return 'immediate';
    case 'branch':
    case 'jump':
    case 'branch11':
      return 'label';
    case 'code10b':
    case 'code20':
    case 'code10':
    case 'trap':
      return 'code';
    case 'perf0':
      return '0';
    default:
      return operand;
  }
}
