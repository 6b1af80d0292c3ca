import type { Core } from '../core';
import { Op } from '../interpreter';
import { access, CHECKED, type Access } from '../memory';
import { mmi } from '../mmi/table';
import { slowBranches } from './branch';
import { cop0 } from './cop0';
import { cop1 } from './cop1';
import type { Execute } from './execute';
import { integer } from './integer';
import { multiplyDivide } from './multiply';
import { traps } from './trap';
import { unknown, unsupported } from './unknown';
import { vu0 } from '../vu0/table';

const all: readonly (readonly [string, Execute])[] = [
  ['', unknown],
  ['', unsupported],
  ...[slowBranches, integer, multiplyDivide, traps, cop0, cop1, mmi, vu0].flatMap((table) =>
    Object.entries(table),
  ),
];
const functions: readonly Execute[] = all.map(([, execute]) => execute);
const numbers = new Map(all.map(([mnemonic], index) => [mnemonic, index]));

/** Numbers of the functions that stop: the word is not an instruction, or not a supported one. */
export const UNKNOWN = 0;
export const UNSUPPORTED = 1;

/** The number in operand a of `Op.Slow` for a mnemonic; undefined if it is not supported. */
export function slowNumber(mnemonic: string): number | undefined {
  return numbers.get(mnemonic);
}

/**
 * Executes what has no case in the interpreter: rare instructions, and loads and stores outside RAM.
 * @throws FaultSignal when the instruction fails; the state is the one before it
 */
export function executeSlow(core: Core, op: number, a: number, b: number, c: number): void {
  if (op === Op.Slow.valueOf()) {
    const execute = functions[a] ?? unknown;
    execute(core, b);
    return;
  }
  // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- the two enums have one order
  const kind: Access = op >= CHECKED ? op - CHECKED : op - Op.Lb;
  access(core, kind, a, b, c);
}
