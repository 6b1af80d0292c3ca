import type { ClockState } from '../clock/clockState';
import type { DriveState } from '../drive/drive';
import type { MachineEvent } from '../machine/events';
import type { GsState } from '../gs/state';
import type { VideoState } from '../gs/video';
import type { HostCall } from '../iop/remoteFiles';
import type { IopState } from '../iop/state';
import type { Alarm, Handler, InterruptFrame } from '../kernel/interruptState';
import type { Semaphore, Thread } from '../kernel/threadState';
import type { DmacState } from '../machine/dmacState';
import type { SifState } from '../machine/sifState';
import type { Stop } from '../console/stop';
import type { Timer } from '../machine/timers';

/**
 * Everything of the machine that is not in the CPU's buffer (registers, scratchpad, RAM). Plain data without
 * functions, timers or promises, so that a structured clone is a complete snapshot.
 */
export interface MachineState {
  /** By id; id 0 is nobody (the idle state). */
  threads: Map<number, Thread>;
  nextThreadId: number;
  /** The running thread; 0 while every thread waits. */
  current: number;
  /** Ids of threads ready to run, by priority and then by arrival. */
  ready: number[];
  semaphores: Map<number, Semaphore>;
  nextSemaphoreId: number;
  /** Return address of a thread's function, from SetupThread; 0: the kernel. */
  rootFunction: number;
  /** Lowest address of the main thread's stack; the heap may grow up to it. */
  mainStackBase: number;
  heapEnd: number;
  /** argv of the running program. */
  programArguments: string[];
  handlers: Handler[];
  nextHandlerId: number;
  /** Functions of the program for exceptions of the CPU, by the code of Cause. */
  exceptionHandlers: Map<number, number>;
  /** Pending interrupt causes, and enabled ones; bit = cause. */
  dmacStatus: number;
  dmacMask: number;
  intcStatus: number;
  intcMask: number;
  alarms: Alarm[];
  nextAlarmId: number;
  /** The interrupt being served. */
  interrupt: InterruptFrame | null;
  /** Language and screen settings, as Get- and SetOsdConfigParam pass them. */
  osdConfiguration: number;
  timers: Timer[];
  dmac: DmacState;
  /** Null while a cycle is an instruction. */
  clock: ClockState | null;
  gs: GsState;
  video: VideoState;
  sif: SifState;
  iop: IopState;
  drive: DriveState;
  /** Files that the program reaches as `host:NAME`, with what it has written. */
  hostFiles: Map<string, Uint8Array>;
  /** Requests to a remote `host:` that are not answered, oldest first. */
  hostCalls: HostCall[];
  nextHostCall: number;
  /** The program has ended and cannot continue: Exit, or a fault of the machine. */
  ended: Stop | null;
  /** Sorted by cycle, then by sequence. */
  events: MachineEvent[];
  nextEventSequence: number;
  /** Entries of the input log that have been applied; see console/inputLog.ts. */
  inputsTaken: number;
  /** What the program uses and the console does not model: sentences, each once. */
  notices: string[];
  /** The end of the text that the program has written so far, one character per byte. */
  output: string;
  /** Characters of that text which are no longer kept. */
  outputBefore: number;
}
