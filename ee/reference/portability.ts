import type { Instruction } from '../table';

/** Something that differs between the console, assemblers and emulators. */
export interface Portability {
  readonly note: string;
  /** Whether an emulator computes something else, so that a program should not use the instruction. */
  readonly wrongInEmulators: boolean;
  readonly source: string;
}

/** Instructions that at least one emulator without BIOS ignores or gets wrong, and what to use instead. */
const wrong: Readonly<Record<string, string>> = {
  pmaddw: 'use pmultw and paddw, or madd and madd1',
  pmadduw: 'use pmultuw and paddw, or maddu and maddu1',
  pmsubw: 'use pmultw and psubw',
  pmsubh: 'use pmulth and psubw',
  'pmthl.lw': 'use mtlo, mthi, mtlo1 and mthi1',
  'pmfhl.slw': 'use pmfhl.lw and saturate with pminw and pmaxw',
  padsbh: 'use psubh and paddh and join their halves',
  psubsb: 'extend to halfwords, use psubsh and saturate',
  pdivuw: 'use divu and divu1',
  phmsbh: 'use pmulth and psubw',
};
const wrongSource = 'Own comparison of MMI results between emulators';

const notes: readonly (readonly [pattern: RegExp, note: string, source: string])[] = [
  [
    /^(?:[ls]qc?2?|vlq|vsq)$/,
    'An address that is not a multiple of 16 raises no exception: its low four bits are dropped.',
    'EE Core Instruction Set Manual',
  ],
  [
    /^(?:add|sub|mul|madd|msub)a?\.s$/,
    'Not IEEE: no NaN, no infinity, denormals are zero, results are truncated. Emulators differ in the last bit.',
    'PCSX2',
  ],
  [
    /^(?:div|sqrt|rsqrt)\.s$/,
    'Not IEEE: there is no NaN and no infinity; a division by zero saturates. Emulators differ in rounding.',
    'PCSX2',
  ],
  [
    /^trunc\.w\.s$/,
    'GNU as knows it by this name only and refuses cvt.w.s; LLVM and the manual call it cvt.w.s.',
    'GNU binutils; LLVM',
  ],
  [
    /^(?:mult|madd)u?1?$/,
    'The form with three operands is of the R5900; other MIPS III processors have only HI and LO.',
    'EE Core Instruction Set Manual',
  ],
  [
    /^(?:sqrt\.s)$/,
    'The manual puts the operand into ft; GNU as puts it into fs.',
    'EE Core Instruction Set Manual; GNU binutils',
  ],
  [
    /^(?:vadda\.dest|vmsuba\.dest)$/,
    'GNU as exchanges fs and ft in the encoding, which does not matter for a sum and does for the last bit of a product.',
    'GNU binutils',
  ],
  [
    /^v(?:max|mini)/,
    'Compares bit patterns as signed magnitudes, so what would be NaN elsewhere is a number.',
    'PCSX2',
  ],
];

/** What to know about an instruction before a program is to run elsewhere; undefined when nothing is known. */
export function portabilityOf({ mnemonic }: Instruction): Portability | undefined {
  const instead = wrong[mnemonic];
  if (instead !== undefined)
    return {
      note: `An emulator ignores it or computes something else; ${instead}.`,
      wrongInEmulators: true,
      source: wrongSource,
    };
  const found = notes.filter(([pattern]) => pattern.test(mnemonic));
  if (found.length === 0) return undefined;
  return {
    note: found.map(([, note]) => note).join(' '),
    wrongInEmulators: false,
    source: [...new Set(found.map(([, , source]) => source))].join('; '),
  };
}
