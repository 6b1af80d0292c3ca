import type { DmacState } from './dmacState';

/**
 * Time of a transfer, in EE cycles. The DMAC moves slices of at most 128 bytes that end at multiples of 128; a slice
 * takes 40 cycles, which makes 40 % of the bus's peak (PCSX2's developers, 2010: what RAM gives in practice). Reading
 * a tag is assumed to take as long as a slice.
 */
export const dmaTiming = { sliceBytes: 128, sliceCycles: 40, tagCycles: 40 } as const;

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
