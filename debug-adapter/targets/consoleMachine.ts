import type { Elf } from '../../ee/elf';
import type { RunSettings } from '../../model/plan/runSettings';
import type { ConsoleClient } from '../../ps2/worker/consoleClient';
import type { Report } from '../../ps2/worker/messages';
import type { Program } from '../../project/program/program';

/** A console with a disc in it, whose program has been started and has not run yet. */
export interface BootedConsole {
  readonly client: ConsoleClient;
  /** The program that the disc boots. */
  readonly elf: Elf;
  /** A sentence about the disc, where the user should know. */
  readonly news?: string;
  /** The disc was no good: it is not used again. */
  discard(): Promise<void>;
}

/** What a start is told and asked for on the way. */
export interface ConsoleStart {
  readonly onReport: (report: Report) => void;
  /** A sentence without full stop about what is done now. */
  readonly progress: (message: string) => void;
  readonly signal: AbortSignal;
}

/** Makes the disc of a program and switches a console on with it. @throws Error in words; then nothing is left running. */
export type ConsoleStarter = (
  program: Program,
  run: RunSettings,
  start: ConsoleStart,
) => Promise<BootedConsole>;

/** The console's clock, and ticks of its COUNT register, a second. Source: ps2sdk. */
export const cyclesPerSecond = 294_912_000;
