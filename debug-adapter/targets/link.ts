import type { RunSettings } from '../../model/plan/runSettings';
import type { Program } from '../../project/program/program';
import type { MemoryPort } from '../mailbox/memoryPort';

/** One point that a machine can go back to, with all of its memory. Both methods only send a request. */
export interface LinkCheckpoint {
  save(): Promise<void>;
  load(): Promise<void>;
}

/** A connection to a machine that runs a program. */
export interface Link {
  readonly port: MemoryPort;
  /** Address of the mailbox, if known. Default: RAM is searched. */
  readonly mailbox?: number;
  /** Name of the symbol at an address of the program, if known. */
  readonly symbolOf?: (address: number) => string | undefined;
  readonly checkpoint?: LinkCheckpoint;
  /** Called once it is known that the program executes the session's plan. */
  readonly recognised?: () => void;
  /** A sentence why the machine is paused independently of its program; undefined while it runs. */
  standstill(): Promise<string | undefined>;
  /** Rejects with a sentence when the machine ends on its own; never resolves. */
  readonly gone: Promise<never>;
  /** Releases the machine. Never fails. @param stays keeps it running. */
  close(stays: boolean): Promise<void>;
}

/** Options of a start. */
export interface LinkStart {
  /** Receives a sentence without full stop about the current step. */
  readonly progress: (message: string) => void;
  /** Receives the log of the machine, for the user. */
  readonly log: (text: string) => void;
  readonly signal: AbortSignal;
}

/** Starts a program on a machine, or connects to a running one. @throws Error. Nothing is left running then. */
export type LinkStarter = (program: Program, run: RunSettings, start: LinkStart) => Promise<Link>;

/** How a session uses the machine. */
export interface LinkOptions {
  /** `launch`: the session starts the program. `attach`: the program already runs. */
  readonly request: 'launch' | 'attach';
  /** Whether a new run starts with the prompt, although the program already has a text. */
  readonly isNewRun: boolean;
  /** Limit of each stage of the start, in milliseconds. */
  readonly stageMs: number;
  /** Whether the program keeps running when the session ends. */
  readonly stays: boolean;
}
