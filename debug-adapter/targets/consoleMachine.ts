import type { Timing } from '../../common/timing';
import type { Elf } from '../../ee/elf';
import type { RunSettings } from '../../model/plan/runSettings';
import type { ConsoleClient } from '../../ps2/worker/consoleClient';
import type { Report } from '../../ps2/worker/messages';
import type { Program } from '../../project/program/program';

/** A console with a disc. Its program is loaded and has not run yet. */
export interface BootedConsole {
  readonly client: ConsoleClient;
  /** The program that the disc boots. */
  readonly elf: Elf;
  /** A sentence about the disc for the user, if needed. */
  readonly news?: string;
  /** The disc failed and must not be used again. */
  discard(): Promise<void>;
}

/** Options of a start. */
export interface ConsoleStart {
  readonly onReport: (report: Report) => void;
  /** Receives a sentence without full stop about the current step. */
  readonly progress: (message: string) => void;
  readonly signal: AbortSignal;
  /** How time is counted; by default one cycle an instruction. */
  readonly timing?: Timing;
}

/** Makes the disc of a program and starts a console with it. @throws Error. Nothing is left running then. */
export type ConsoleStarter = (
  program: Program,
  run: RunSettings,
  start: ConsoleStart,
) => Promise<BootedConsole>;

/** The console's clock, and ticks of its COUNT register, a second. Source: ps2sdk. */
export const cyclesPerSecond = 294_912_000;
