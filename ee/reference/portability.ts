import type { Instruction } from '../table';
import { lookUp } from '../../common/lookUp';

/** Something that differs between the console, assemblers and emulators. */
export interface Portability {
  readonly note: string;
  /** Whether an emulator computes something else, so that a program should not use the instruction. */
  readonly wrongInEmulators: boolean;
  readonly source: string;
}

/** Instructions that at least one emulator without BIOS ignores or executes incorrectly, and alternatives. */
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
const wrongSource = 'PS2 ML: comparison of MMI results between emulators';

const notes: readonly (readonly [pattern: RegExp, note: string, source: string])[] = [
  [
    /^(?:[ls]qc?2?|vlq|vsq)$/,
    'An address that is not a multiple of 16 raises no exception: its low four bits are ignored.',
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
    'GNU as accepts this name only, not cvt.w.s; LLVM and the manual call it cvt.w.s.',
    'GNU binutils; LLVM',
  ],
  [
    /^(?:mult|madd)u?1?$/,
    'The form with three operands exists on the R5900 only; other MIPS III processors write HI and LO only.',
    'EE Core Instruction Set Manual',
  ],
  [
    /^(?:sqrt\.s)$/,
    'The manual encodes the operand in ft; GNU as encodes it in fs.',
    'EE Core Instruction Set Manual; GNU binutils',
  ],
  [
    /^(?:vadda\.dest|vmsuba\.dest)$/,
    'GNU as swaps fs and ft in the encoding. A sum is the same, but the last bit of a product may differ.',
    'GNU binutils',
  ],
  [
    /^v(?:max|mini)/,
    'Compares bit patterns as signed magnitudes, so the pattern of a NaN is a number.',
    'PCSX2',
  ],
];

/** A note on an instruction for programs that also run elsewhere; undefined if there is none. */
export function portabilityOf({ mnemonic }: Instruction): Portability | undefined {
  const instead = lookUp(wrong, mnemonic);
  if (instead !== undefined)
    return {
      note: `Some emulators ignore it or compute something else; ${instead}.`,
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
