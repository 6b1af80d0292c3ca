import type { DmacState } from './dmacState';

/**
 * Time of a transfer, in EE cycles. The DMAC moves slices of at most 128 bytes that end at multiples of 128; a slice
 * takes 40 cycles, which makes 40 % of the bus's peak (PCSX2's developers, 2010: what RAM gives in practice). Reading
 * a tag is assumed to take as long as a slice.
 */
export const dmaTiming = { sliceBytes: 128, sliceCycles: 40, tagCycles: 40 } as const;

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
