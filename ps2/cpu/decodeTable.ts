import { decode } from '../../ee/decode';
import type { Core } from './core';
import { RAM_BYTES } from './stateLayout';
import { Op } from './interpreter';
import { slowBranches } from './slow/branch';
import { UNKNOWN, UNSUPPORTED, slowNumber } from './slow/table';
import { decoders, type DecodedInstruction } from './decoders';

/** Slow-path instructions that load the program counter themselves. */
const RELOADING = new Set(['eret', ...Object.keys(slowBranches)]);

function decodeWord(core: Core, index: number): DecodedInstruction {
  const word = core.ram32[index >> 2] ?? 0;
  const mnemonic = decode(word)?.mnemonic;
  if (mnemonic === undefined) return [Op.Slow, UNKNOWN, word, 0];
  const decoder = decoders[mnemonic];
  if (decoder !== undefined) return decoder(word, { index, core });
  const number = slowNumber(mnemonic);
  if (number === undefined) return [Op.Slow, UNSUPPORTED, word, 0];
  return [RELOADING.has(mnemonic) ? Op.Reload : Op.Slow, number, word, 0];
}

/** Fills the entry at an index, with breakpoints and hooks. */
export function fillEntry(core: Core, index: number): void {
  const patch = core.patches.get(index);
  if (patch === undefined) decodeInstruction(core, index);
  else {
    core.decodeTable[index] = patch;
    core.markDecoded(index);
  }
}

/** Fills the entry with the instruction itself. */
export function decodeInstruction(core: Core, index: number): void {
  if (index >= RAM_BYTES) {
    core.decodeTable[index] = Op.Leave;
    return;
  }
  core.decodeTable.set(decodeWord(core, index), index);
  core.markDecoded(index);
}
