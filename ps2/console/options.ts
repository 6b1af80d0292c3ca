import type { DiscType } from '../../disc/sector';

/** What goes wrong on purpose, to see what a program makes of it. */
export interface Faults {
  /** The disc is not ready for so many cycles after the start. */
  readonly notReadyCycles?: number;
  /** Reads that touch `lba` fail so many times. */
  readonly readErrors?: readonly { readonly lba: number; readonly times: number }[];
  /** The first read that touches this sector never ends. */
  readonly endlessReadAt?: number;
}

/** Checks that stop a program for what a console would not report. */
export interface Checkers {
  /** The data cache: stale reads, transfers into dirty lines, one line used cached and uncached. */
  readonly dataCache?: boolean;
  /** Stores into the program's code. */
  readonly codeWrites?: boolean;
  /** lq and sq at addresses that are not multiples of 16, which the hardware rounds down silently. */
  readonly misalignedQuadwords?: boolean;
}

export interface ConsoleOptions {
  /** The medium that the drive's timing is for; by default what PCSX2 would take the image for, by its size. */
  readonly discType?: DiscType;
  /** Further arguments of the program, after its own name. */
  readonly arguments?: readonly string[];
  /**
   * `host:` is on a PC at the other end of a network: the program waits for what `takeHostRequests` gives until
   * `answerHost` answers it.
   */
  readonly remoteHost?: boolean;
  /** Files that the program reaches as `host:NAME`, where `host:` is not remote. */
  readonly hostFiles?: ReadonlyMap<string, Uint8Array>;
  readonly faults?: Faults;
  readonly checkers?: Checkers;
}
