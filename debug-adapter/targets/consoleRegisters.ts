import { gprNames } from '../../ee/registers';
import type { Registers } from '../../ps2/worker/messages';
import type { MachineRegisters } from './target';

/** CPU registers for display. The general ones have 128 bits. */
export function machineRegisters({ pc, general }: Registers, cycles: number): MachineRegisters {
  const names = [...gprNames, 'hi', 'lo'];
  return { pc, cycles, general: names.map((name, number) => ({ name, value: wide(general, number) })) };
}

function wide(general: Uint8Array, number: number): bigint {
  const view = new DataView(general.buffer, general.byteOffset + number * 16, 16);
  return (view.getBigUint64(8, true) << 64n) | view.getBigUint64(0, true);
}
