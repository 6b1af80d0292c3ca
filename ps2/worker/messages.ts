import type { HostAnswer, HostRequest } from '../iop/remoteFiles';
import type { DriveLogEntry, DriveTotals, ReadPurpose } from '../drive/drive';
import type { ConsoleOptions } from '../console/options';
import type { Input } from '../console/inputLog';
import type { Picture } from '../gs/picture';
import type { Stop } from '../console/stop';

/** Why a run in the worker ended: a stop of the console, or a pause from outside. */
export type RunEnd = Stop | { readonly kind: 'paused' };

/** Registers of the running thread, and which that is. */
export interface Registers {
  readonly thread: number;
  readonly pc: number;
  /** r0 … r31, HI, LO: 16 bytes each, little-endian. */
  readonly general: Uint8Array;
  /** f0 … f31, ACC, FCR31 as bit patterns. */
  readonly float: Uint32Array;
  /** COP0 registers 0 … 31. */
  readonly control: Uint32Array;
}

/** The stack of a thread, as the program has declared it. */
export interface ThreadStack {
  readonly thread: number;
  readonly start: number;
  readonly bytes: number;
}

/** The worker's requests: arguments and answer of each. */
export interface Requests {
  /** Boots the image at a path; the answer names its program. */
  boot: { ask: { image: string; options: ConsoleOptions }; answer: { program: string } };
  /** Starts a program without a disc; `name` is what it and messages call it. */
  bootProgram: { ask: { bytes: Uint8Array; name: string; options: ConsoleOptions }; answer: null };
  /** A console without a program, with a disc or none; see `execute`. */
  start: { ask: { image?: string; options: ConsoleOptions }; answer: null };
  /** Starts a program as ps2link does; `words` are its arguments, its name first. */
  execute: { ask: { bytes: Uint8Array; words: readonly string[] }; answer: null };
  /** Answers a request to a remote `host:`. */
  answerHost: { ask: { id: number; answer: HostAnswer }; answer: null };
  /** Ends a call of ps2link; see ps2link/execute.ts. */
  finishInjectedCall: { ask: object; answer: null };
  /** Runs until something stops it, at most this many cycles, then answers. */
  run: { ask: { maxCycles?: number }; answer: { end: RunEnd; cycles: number } };
  /** Ends a run within one slice. */
  pause: { ask: object; answer: null };
  /** Executes one instruction. */
  step: { ask: object; answer: { end: RunEnd; cycles: number } };
  /** Reads memory at virtual addresses, also while it runs: all ranges at one moment. */
  read: { ask: { ranges: readonly { address: number; length: number }[] }; answer: Uint8Array[] };
  /** Changes memory, also while it runs: all at one moment. */
  write: { ask: { parts: readonly { address: number; bytes: Uint8Array }[] }; answer: null };
  registers: { ask: object; answer: Registers };
  /** Of all threads that have one. */
  stacks: { ask: object; answer: readonly ThreadStack[] };
  /** What a television shows now. */
  picture: { ask: object; answer: Picture };
  /** Something happens from outside, now; it is logged. */
  input: { ask: Input; answer: null };
  /** Whether the console keeps real time while its program waits for its user. */
  pace: { ask: { realTime: boolean }; answer: null };
  /** The answer is a number for `restore` and `forget`. */
  save: { ask: object; answer: { snapshot: number; cycles: number } };
  restore: { ask: { snapshot: number }; answer: { cycles: number } };
  forget: { ask: { snapshot: number }; answer: null };
  setBreakpoint: { ask: { address: number }; answer: null };
  clearBreakpoint: { ask: { address: number }; answer: null };
  setHostFile: { ask: { path: string; bytes: Uint8Array }; answer: null };
  hostFile: { ask: { path: string }; answer: Uint8Array | null };
}

export type RequestName = keyof Requests;

/** Host → worker. */
export type Request = {
  [Name in RequestName]: { readonly id: number; readonly name: Name; readonly ask: Requests[Name]['ask'] };
}[RequestName];

/** Worker → host: the answer to a request, or a sentence with the reason for its failure. */
export type Response =
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly message: string };

/** Worker → host, unrequested: what is new since the last report, at least at every end of a run. */
export interface Report {
  readonly kind: 'report';
  readonly cycles: number;
  /** Text that the program has written, UTF-8 from byte `textFrom` of its output on; may end within a character. */
  readonly textFrom: number;
  readonly text: Uint8Array;
  /** Entries of the drive's log from `driveFrom` on. After a restore both may start lower than before. */
  readonly driveFrom: number;
  readonly drive: readonly DriveLogEntry[];
  readonly totals: Readonly<Record<ReadPurpose, Readonly<DriveTotals>>>;
  /** What the program uses and the console does not model, if that is new: a sentence each. */
  readonly notices: readonly string[];
}

/** Worker → host, unrequested: a request of the program to a remote `host:`; see `answerHost`. */
export interface HostWish {
  readonly kind: 'host';
  readonly id: number;
  readonly request: HostRequest;
}

export type FromWorker = Response | Report | HostWish;
