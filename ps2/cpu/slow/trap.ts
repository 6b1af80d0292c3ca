import { FaultSignal } from '../core';
import { rsOf, rtOf, simmOf } from '../operands';
import { long, type Execute, type ExecuteTable } from './execute';

const unsigned = (value: bigint) => BigInt.asUintN(64, value);

function trap(immediate: boolean, holds: (x: bigint, y: bigint) => boolean): Execute {
  return (core, code) => {
    const y = immediate ? BigInt(simmOf(code)) : long(core, rtOf(code));
    if (holds(long(core, rsOf(code)), y)) throw new FaultSignal('trap', 'the trap condition is true');
  };
}

const conditions: Readonly<Record<string, (x: bigint, y: bigint) => boolean>> = {
  tge: (x, y) => x >= y,
  tgeu: (x, y) => unsigned(x) >= unsigned(y),
  tlt: (x, y) => x < y,
  tltu: (x, y) => unsigned(x) < unsigned(y),
  teq: (x, y) => x === y,
  tne: (x, y) => x !== y,
};

/** The immediate form of a trap: tgei, tgeiu and so on. */
function immediateName(mnemonic: string): string {
  return mnemonic.endsWith('u') ? `${mnemonic.slice(0, -1)}iu` : `${mnemonic}i`;
}

/** Conditional traps, and break. */
export const traps: ExecuteTable = {
  ...Object.fromEntries(
    Object.entries(conditions).flatMap(([mnemonic, holds]) => [
      [mnemonic, trap(false, holds)],
      [immediateName(mnemonic), trap(true, holds)],
    ]),
  ),
  break: (_core, code) => {
    throw new FaultSignal('break', `breakpoint instruction with code ${(code >>> 6) & 0xfffff}`);
  },
};
