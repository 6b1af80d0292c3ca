/** A transfer from the IOP to the EE, made in one piece when the EE's channel is ready. */
export interface SifDelivery {
  /** Data for EE memory, before the packet. */
  readonly writes: readonly EeWrite[];
  /** A command packet for the EE's receive buffer, with an interrupt; none: data alone. */
  readonly packet: Uint8Array | undefined;
}

/** Bytes that the IOP puts into EE memory. */
export interface EeWrite {
  readonly address: number;
  readonly bytes: Uint8Array;
  /** What they are, for messages. */
  readonly what: string;
}

export interface SifState {
  /** MSCOM, SMCOM, MSFLAG, SMFLAG (hardware registers 1 … 4). */
  mainAddress: number;
  subAddress: number;
  mainFlag: number;
  subFlag: number;
  /** Software registers 0x80000000 … kept by the kernel. */
  systemRegisters: Map<number, number>;
  /** The DMA channel from the IOP accepts a packet; cleared by one, set by SifSetDChain. */
  armed: boolean;
  /** Where the IOP sends command packets: the EE's receive buffer; 0 before the EE has set one. */
  receiveBuffer: number;
  outgoing: SifDelivery[];
  nextTransferId: number;
  /** Cycle at which each transfer EE → IOP finishes, of those not yet reported as finished. */
  transfers: Map<number, number>;
}

/** SMFLAG bits: SIF set up, command layer ready, IOP booted. */
export const sifInitialised = 0x10000;
export const commandsReady = 0x20000;
export const iopBooted = 0x40000;
