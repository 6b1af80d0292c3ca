import type { Instruction } from '../table';

/** Where an operand's register is used. */
export type Use = 'read' | 'write' | 'both' | 'none';

/** The registers that an instruction reads and writes: by operand, and implicit ones. */
export interface Flow {
  /** One for each operand of the row. */
  readonly operands: readonly Use[];
  /** Implicit registers, such as `hi`, `lo1`, `acc`, `fcc`, `ra`. */
  readonly reads: readonly string[];
  readonly writes: readonly string[];
}

/** Stores and moves to another unit: their first operand is a source. */
const readsFirst = /^(?:s[bhwdq]|s[wd][lr]|swc1|sqc2|q?mt\w+|ctc[12]|v?iswr?|ib\w+)(?:\.\w+)?$/;
/** Moves to another unit write their second operand. */
const writesSecond = /^(?:q?mtc[012]|ctc[12])(?:\.i)?$/;
const sources = new Set([
  'rs',
  'fs',
  'vfs',
  'vfs.fsf',
  'vft.ftf',
  'vft.bc',
  'vftw',
  'vis',
  'vfsv',
  'imm11(vis)',
  'imm11(vit)',
]);
const results = new Set(['rd', 'rd?', 'fd', 'vfd', 'vid']);
const registers = new Set([
  'rt',
  'ft',
  'vt',
  'vd',
  'vi',
  'vft',
  'vit',
  'c0',
  'c1',
  'Q',
  'P',
  'I',
  'R',
  'ACC',
]);

function useOf({ mnemonic }: Instruction, operand: string, index: number): Use {
  if (/\+\+|--/.test(operand)) return 'both';
  if (operand === 'R' && /^v?r(?:next|xor)/.test(mnemonic)) return 'both';
  if (operand === 'ACC') return /^v?m(?:add|sub)a/.test(mnemonic) ? 'both' : 'write';
  if (results.has(operand)) return 'write';
  if (index === 1 && writesSecond.test(mnemonic)) return 'write';
  if (sources.has(operand) || operand.startsWith('(') || operand === 'offset(base)') return 'read';
  if (!registers.has(operand)) return 'none';
  return index === 0 && !readsFirst.test(mnemonic) ? 'write' : 'read';
}

/** Names of implicit registers that an instruction reads or writes. */
const hidden: readonly (readonly [pattern: RegExp, reads: string, writes: string])[] = [
  [/^(?:multu?|divu?)$/, '', 'hi lo'],
  [/^(?:multu?1|divu?1)$/, '', 'hi1 lo1'],
  [/^maddu?$/, 'hi lo', 'hi lo'],
  [/^maddu?1$/, 'hi1 lo1', 'hi1 lo1'],
  [/^mfhi$/, 'hi', ''],
  [/^mflo$/, 'lo', ''],
  [/^mthi$/, '', 'hi'],
  [/^mtlo$/, '', 'lo'],
  [/^mfhi1$/, 'hi1', ''],
  [/^mflo1$/, 'lo1', ''],
  [/^mthi1$/, '', 'hi1'],
  [/^mtlo1$/, '', 'lo1'],
  [/^(?:pmul|pdiv|phm)/, '', 'hi lo hi1 lo1'],
  [/^pm(?:add|sub)/, 'hi lo hi1 lo1', 'hi lo hi1 lo1'],
  [/^pmfhl/, 'hi lo hi1 lo1', ''],
  [/^pmthl/, '', 'hi lo hi1 lo1'],
  [/^pmfhi$/, 'hi hi1', ''],
  [/^pmflo$/, 'lo lo1', ''],
  [/^pmthi$/, '', 'hi hi1'],
  [/^pmtlo$/, '', 'lo lo1'],
  [/^(?:qfsrv|mfsa)$/, 'sa', ''],
  [/^mtsa/, '', 'sa'],
  [/^c\..*\.s$/, '', 'fcc'],
  [/^bc1/, 'fcc', ''],
  [/^(?:add|sub|mul)a\.s$/, '', 'facc'],
  [/^m(?:add|sub)\.s$/, 'facc', ''],
  [/^m(?:add|sub)a\.s$/, 'facc', 'facc'],
  [/^(?:jal|b(?:lt|ge)zall?)$/, '', 'ra'],
];
/** Vector forms that implicitly add to the accumulator. */
const readsAccumulator = /^v?(?:madd|msub|opmsub)[xyzwiq]?(?:\.|$)/;

const flows = new WeakMap<Instruction, Flow>();

function flow(row: Instruction): Flow {
  const names = (text: string): string[] => text.split(' ').filter((name) => name !== '');
  const operands = row.operands.map((operand, index) => useOf(row, operand, index));
  // Names such as madd exist for the multiplier and for the vector units.
  if (/\.(?:dest|xyz)$/.test(row.mnemonic))
    return { operands, reads: readsAccumulator.test(row.mnemonic) ? ['acc'] : [], writes: [] };
  const found = hidden.filter(([pattern]) => pattern.test(row.mnemonic));
  return {
    operands,
    reads: found.flatMap(([, reads]) => names(reads)),
    writes: found.flatMap(([, , writes]) => names(writes)),
  };
}

/** The registers that an instruction uses. */
export function flowOf(row: Instruction): Flow {
  let known = flows.get(row);
  if (known === undefined) {
    known = flow(row);
    flows.set(row, known);
  }
  return known;
}
