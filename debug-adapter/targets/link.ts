import type { RunSettings } from '../../model/plan/runSettings';
import type { Program } from '../../project/program/program';
import type { MemoryPort } from '../mailbox/memoryPort';

/** One point that a machine can go back to, with all of its memory. Both are only asked for, and done later. */
export interface LinkCheckpoint {
  save(): Promise<void>;
  load(): Promise<void>;
}

/** A machine with a program on it that is reached from outside. */
export interface Link {
  readonly port: MemoryPort;
  /** Address of the mailbox, where it is known; else it is searched for. */
  readonly mailbox?: number;
  /** Name of what lies at an address of the program, where that is known. */
  readonly symbolOf?: (address: number) => string | undefined;
  readonly checkpoint?: LinkCheckpoint;
  /** Called once it is known that the program executes the session's plan. */
  readonly recognised?: () => void;
  /** Why the machine stands still although its program does not say so, as a sentence; undefined when it runs. */
  standstill(): Promise<string | undefined>;
  /** Rejects with a sentence when the machine has gone by itself; never resolves. */
  readonly gone: Promise<never>;
  /** Lets go of the machine. @param stays it is to run on. Never fails. */
  close(stays: boolean): Promise<void>;
}

/** What a start is told and asked for on the way. */
export interface LinkStart {
  /** A sentence without full stop about what is done now. */
  readonly progress: (message: string) => void;
  /** Text for the user: what the machine logs. */
  readonly log: (text: string) => void;
  readonly signal: AbortSignal;
}

/** Makes a machine run a program, or finds one that does. @throws Error in words; then nothing is left running. */
export type LinkStarter = (program: Program, run: RunSettings, start: LinkStart) => Promise<Link>;

/** How a session treats the machine at the other end. */
export interface LinkOptions {
  /** `launch`: the program was started for this session. `attach`: it was there before. */
  readonly request: 'launch' | 'attach';
  /** Whether the text begins anew with the run's prompt although the program has one already. */
  readonly isNewRun: boolean;
  /** Limit of each stage of the start, in milliseconds. */
  readonly stageMs: number;
  /** Whether the program runs on when the session ends. */
  readonly stays: boolean;
}
