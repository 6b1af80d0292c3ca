import { decode } from '../../ee/decode';
import type { Core } from './core';
import { RAM_BYTES } from './layout';
import { Op } from './interpreter';
import { linkingBranches } from './seldom/branch';
import { UNKNOWN, UNSUPPORTED, slowNumber } from './slow';
import { translations, type Predecoded } from './translations';

/** Seldom instructions that load the program counter by themselves. */
const RELOADING = new Set(['eret', ...Object.keys(linkingBranches)]);

function translate(core: Core, index: number): Predecoded {
  const word = core.ram32[index >> 2] ?? 0;
  const mnemonic = decode(word)?.mnemonic;
  if (mnemonic === undefined) return [Op.Slow, UNKNOWN, word, 0];
  const translation = translations[mnemonic];
  if (translation !== undefined) return translation(word, { index, core });
  const number = slowNumber(mnemonic);
  if (number === undefined) return [Op.Slow, UNSUPPORTED, word, 0];
  return [RELOADING.has(mnemonic) ? Op.Reload : Op.Slow, number, word, 0];
}

/** Makes the operation of the instruction at an index, breakpoints and hooks included. */
export function predecode(core: Core, index: number): void {
  const patch = core.patches.get(index);
  if (patch === undefined) predecodeInstruction(core, index);
  else {
    core.ops[index] = patch;
    core.markDecoded(index);
  }
}

/** Makes the operation of the instruction itself. */
export function predecodeInstruction(core: Core, index: number): void {
  if (index >= RAM_BYTES) {
    core.ops[index] = Op.Leave;
    return;
  }
  core.ops.set(translate(core, index), index);
  core.markDecoded(index);
}
