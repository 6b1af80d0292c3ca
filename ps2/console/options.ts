import type { ModelledTiming, Timing } from '../../common/timing';
import type { ClockConstants } from '../clock/constants';
import type { Controller } from '../iop/controller';
import type { InputEntry } from './inputLog';
import type { DiscType } from '../../disc/sector';

/** Faults that are injected on purpose, to test how a program handles them. */
interface Faults {
  /** The disc is not ready for this many cycles after the start. */
  readonly notReadyCycles?: number;
  /** Reads that touch `lba` fail this many times. */
  readonly readErrors?: readonly { readonly lba: number; readonly times: number }[];
  /** The first read that touches this sector never completes. */
  readonly endlessReadAt?: number;
  /** Every load of an IOP module fails with this (negative) number. */
  readonly moduleError?: number;
  /** The driver of the controllers never answers a call. */
  readonly silentPads?: boolean;
}

/** Checks that stop a program for errors that a real console would not report. */
export interface Checks {
  /** The data cache: stale reads, transfers into dirty lines, one line used cached and uncached. */
  readonly dataCache?: boolean;
  /** Stores into the program's code. */
  readonly codeWrites?: boolean;
  /** lq and sq at addresses that are not multiples of 16, which the hardware rounds down silently. */
  readonly misalignedQuadwords?: boolean;
}

export interface ConsoleOptions {
  /** The medium for the drive's timing; by default the one that PCSX2 assumes from the image's size. */
  readonly discType?: DiscType;
  /** Additional arguments of the program, after its name. */
  readonly arguments?: readonly string[];
  /**
   * `host:` is on a PC at the other end of a network: the program waits for what `takeHostRequests` gives until
   * `answerHost` answers it.
   */
  readonly remoteHost?: boolean;
  /**
   * Files that the program reaches as `host:NAME`, where `host:` is not remote. A name with another device, such as
   * `mass:/PS2ML/PLAN.BIN`, is on that device, as if a launcher had loaded its driver.
   */
  readonly hostFiles?: ReadonlyMap<string, Uint8Array>;
  /** Value of the COUNT register at the start, as of a console that has been on for a while; by default 0. */
  readonly startCount?: number;
  /**
   * What a fault of the program does: stops it with a crash report (the default), or enters the program's own handler
   * if it has one, as on a real console.
   */
  readonly exceptions?: 'stop' | 'deliver';
  /** What is in controller port 1 at the start; by default a DualShock 2 that nobody touches. */
  readonly controller?: Controller;
  /** IOP modules of the boot ROM that whoever started the program has loaded, such as `SIO2MAN`. */
  readonly modules?: readonly string[];
  /** What happens to the console from outside, in the order of its cycles; see inputLog.ts. */
  readonly inputs?: readonly InputEntry[];
  /** How time is counted; by default one cycle an instruction. It never changes what a program computes. */
  readonly timing?: Timing;
  /** Constants of a timing that were measured on a console, instead of those of clock/constants.ts. */
  readonly measured?: Partial<Record<ModelledTiming, Partial<ClockConstants>>>;
  readonly faults?: Faults;
  readonly checks?: Checks;
}
