import { clockConstants } from '../clock/constants';
import type { DmacState } from './dmacState';
import type { Machine } from './machine';

/** The DMAC moves slices of at most this many bytes that end at multiples of it. */
export const sliceBytes = 128;

/** EE cycles of a slice. Reading a tag is assumed to take as long. */
export const sliceCyclesOf = ({ state }: Machine): number =>
  state.clock?.constants.dmaSlice ?? clockConstants.dmaSlice.central;

/** D_CTRL: between two slices of a burst the core gets the bus. */
const cycleStealing = 2;
export const isStealing = ({ control }: DmacState): boolean => (control & cycleStealing) !== 0;

/** Cycles from the end of one slice to the end of the next. */
export function slicePeriodOf(machine: Machine): number {
  const { dmac } = machine.state;
  const cycles = sliceCyclesOf(machine);
  // The core gets the bus for 8 to 256 bus cycles after each slice; a bus cycle is two of the EE.
  return isStealing(dmac) ? cycles + 2 * (8 << ((dmac.control >>> 8) & 7)) : cycles;
}

/** Bits of D_CHCR: tags are transferred, a tag's interrupt ends a chain, a transfer is in progress. */
export const transferTag = 0x40;
export const chainInterrupt = 0x80;
export const transferring = 0x100;
/** D_CHCR.MOD. */
export const modes = { normal: 0, chain: 1, interleave: 2 } as const;
export const modeOf = ({ control }: { readonly control: number }): number => (control >>> 2) & 3;

/** Source chain tags; END has the same number in destination chains. */
export const tags = { refe: 0, cnt: 1, next: 2, ref: 3, refs: 4, call: 5, ret: 6, end: 7 } as const;
/** Bytes: the unit of transfers. */
export const quadword = 16;

/** D_CTRL: the DMAC is on. */
const dmaEnabled = 1;
/** D_ENABLER: the DMAC is halted. */
const halted = 0x10000;
/** D_PCR: only channels whose bit is set above bit 16 may run. */
const priorityControl = 0x80000000;

/** Whether the controller lets a channel transfer. */
export function isReleased({ control, enable, conditions }: DmacState, channel: number): boolean {
  if ((control & dmaEnabled) === 0 || (enable & halted) !== 0) return false;
  return (conditions & priorityControl) === 0 || (conditions & (1 << (16 + channel))) !== 0;
}
