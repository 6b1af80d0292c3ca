import { decode } from '../../../ee/decode';
import { FaultSignal } from '../core';
import type { Execute } from './execute';

/** sqrt.s with its operand in fs, as assemblers for other MIPS write it. */
const FOREIGN_SQRT = (word: number) => (word & 0xffff003f) >>> 0 === 0x46000004;

/** Stops at a word that is not an R5900 instruction. @throws FaultSignal always. */
export const unknown: Execute = (_core, word) => {
  throw new FaultSignal(
    'unknown-instruction',
    FOREIGN_SQRT(word)
      ? 'this is sqrt.s of other MIPS processors with the operand in fs; the R5900 uses ft: encode it as 0x46000004 | ft << 16 | fd << 6'
      : 'the R5900 has no such instruction',
  );
};

/** Stops at an unsupported instruction. @throws FaultSignal always. */
export const unsupported: Execute = (_core, word) => {
  throw new FaultSignal(
    'unsupported-instruction',
    `${decode(word)?.mnemonic ?? 'this instruction'} is not supported by the built-in console`,
  );
};
