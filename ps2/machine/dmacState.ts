/** The part of a transfer that is in progress: what one tag names, or everything without tags. */
interface DmaBlock {
  /** The transfer ends with this block. */
  last: boolean;
  /** Cycle at which the next slice, or a block without data, is complete. */
  due: number;
  /** Quadwords up to the next gap in RAM (interleave mode); 0: there are no gaps. */
  piece: number;
}

/** A DMA channel between RAM and scratchpad: its registers, and what it is doing. */
export interface ScratchpadChannel {
  /** D_CHCR. */
  control: number;
  /** D_MADR, physical. */
  address: number;
  /** D_QWC. */
  quadwords: number;
  /** D_TADR. */
  tag: number;
  /** D_SADR. */
  scratchpad: number;
  /** Null while nothing is transferred, and between the start of a transfer and the release of a halted DMAC. */
  block: DmaBlock | null;
}

/** The DMA channel to the GIF. */
export interface GifChannel {
  /** D_CHCR, D_MADR, D_QWC, D_TADR. */
  control: number;
  address: number;
  quadwords: number;
  tag: number;
  /** D_ASR0 and D_ASR1, and how many of them a chain uses. */
  returns: [number, number];
  calls: number;
  /** The transfer ends when D_QWC is 0. */
  last: boolean;
  /** Tags in a row that moved nothing. */
  emptyTags: number;
}

/** Channels to and from the scratchpad. */
export type ScratchpadChannelNumber = 8 | 9;

/** The DMA controller, except D_STAT, which the kernel's interrupts share with the SIF. */
export interface DmacState {
  /** D_CTRL. */
  control: number;
  /** D_PCR: channels of the COP0 condition and of priority control. */
  conditions: number;
  /** D_SQWC: gap and piece of interleave mode. */
  interleave: number;
  /** D_RBSR, D_RBOR, D_STADR. */
  ringSize: number;
  ringStart: number;
  stallAddress: number;
  /** D_ENABLER. */
  enable: number;
  channels: Record<ScratchpadChannelNumber, ScratchpadChannel>;
  gif: GifChannel;
  /** Cycle from which the bus is free. */
  busFree: number;
}

const newChannel = (): ScratchpadChannel => ({
  control: 0,
  address: 0,
  quadwords: 0,
  tag: 0,
  scratchpad: 0,
  block: null,
});

/** The controller as the BIOS leaves it: on, no condition, nothing started. */
export const newDmac = (): DmacState => ({
  control: 1,
  conditions: 0,
  interleave: 0,
  ringSize: 0,
  ringStart: 0,
  stallAddress: 0,
  enable: 0x1201,
  channels: { 8: newChannel(), 9: newChannel() },
  gif: { control: 0, address: 0, quadwords: 0, tag: 0, returns: [0, 0], calls: 0, last: true, emptyTags: 0 },
  busFree: 0,
});
