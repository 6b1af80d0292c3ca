import { gprNames } from '../../ee/registers';
import type { SymbolTable } from '../../ee/symbols';
import type { Registers } from '../../ps2/worker/messages';
import type { CrashStop } from '../../ps2/console/stop';
import { formatAddress } from '../../model/plan/units';

/** The CPU registers that are most useful after a crash, in the order in which they are shown. */
const shown = ['ra', 'sp', 'gp', 'v0', 'v1', 'a0', 'a1', 'a2', 'a3', 't0', 't1', 's0', 's1'];

/** The cause and place of a crash, with the instruction, the C functions and the CPU registers. */
export function describeCrash(crash: CrashStop, registers: Registers, symbols: SymbolTable): string {
  const { pc, message } = crash;
  const caller = symbols.describe(lowWord(registers, gprNames.indexOf('ra')));
  return [
    `The program crashed in ${placeOf(pc, symbols)}: ${message}`,
    `Called from ${caller ?? 'an unknown place'}. ${registerLine(registers)}`,
  ].join('\n');
}

/** `matmul_q8+0x24 (0x00103210)`, or only the address if there is no symbol. */
export function placeOf(address: number, symbols: SymbolTable): string {
  const name = symbols.describe(address);
  return name === undefined ? formatAddress(address) : `${name} (${formatAddress(address)})`;
}

function registerLine(registers: Registers): string {
  const values = shown.map((name) => `${name} ${formatAddress(lowWord(registers, gprNames.indexOf(name)))}`);
  return `Registers: pc ${formatAddress(registers.pc)}, ${values.join(', ')}.`;
}

/** The lowest 32 bits of a general register. */
export function lowWord({ general }: Registers, number: number): number {
  return new DataView(general.buffer, general.byteOffset).getUint32(number * 16, true);
}
