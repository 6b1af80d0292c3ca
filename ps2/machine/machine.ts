import { saveContext, type Context } from '../cpu/context';
import type { Cpu } from '../cpu/cpu';
import { isModelled, type Timing } from '../../common/timing';
import { newClock } from '../clock/clockState';
import { constantsOf } from '../clock/constants';
import { InstructionClock } from '../clock/instructionClock';
import { isStealing, slicePeriodOf } from './channelRules';
import type { Disc } from '../drive/disc';
import type { DriveLog } from '../drive/driveLog';
import { LocalMemory } from '../gs/localMemory';
import { isPadOpen } from '../iop/padState';
import { MachineFault } from './fault';
import type { Memory } from './memory';
import type { ConsoleOptions } from '../console/options';
import type { MachineState } from '../state/state';
import type { Stop } from '../console/stop';
import type { DataCacheModel } from './dataCache';

/** Checks a load or store at a virtual address; a sentence stops the program before it. */
type AccessCheck = (address: number, bytes: number, store: boolean) => string | undefined;

/** Characters of the program's output that are kept at least; a program may print for ever. */
const keptOutput = 1 << 20;

/**
 * State shared by the parts of the console. `state` is replaced when a snapshot is restored, so read it at every use.
 */
export class Machine {
  /** Registers of a thread that has not run: those after a reset. */
  readonly blankRegisters: Context;
  /** The newest entry of the drive's log. */
  driveLog: DriveLog | undefined;
  readonly accessChecks: AccessCheck[] = [];
  /** The GS's local memory. */
  readonly local = new LocalMemory();
  /** How often the program has looked for a new field and found none, with a controller's port open. */
  polls = 0;
  /** Cycles in which nothing happened, with the controllers open: the program waits for its user. */
  inputWait = 0;
  /** The optional model of the data cache. */
  dataCache: DataCacheModel | undefined;
  /** What counts time where a cycle is not an instruction; its state is in `state.clock`. */
  clock: InstructionClock | undefined;

  constructor(
    readonly cpu: Cpu,
    readonly memory: Memory,
    readonly disc: Disc,
    readonly options: ConsoleOptions,
    public state: MachineState,
  ) {
    this.blankRegisters = saveContext(cpu.memory);
    this.time(options.timing ?? 'instructions');
  }

  /** Counts time in this way from now on, with empty caches. */
  time(timing: Timing): void {
    this.state.clock = isModelled(timing)
      ? newClock(timing, constantsOf(timing, this.options.measured?.[timing]), this.now)
      : null;
    this.attachClock();
  }

  /** Counts time as the state says, which has been replaced. */
  attachClock(): void {
    const { clock } = this.state;
    this.clock =
      clock === null
        ? undefined
        : new InstructionClock(clock, this.cpu.words, () => ({
            freeAt: this.state.dmac.busFree,
            slicePeriod: slicePeriodOf(this),
            isStealing: isStealing(this.state.dmac),
          }));
    this.cpu.clock = this.clock;
  }

  /** Cycles since the program was started. */
  get now(): number {
    return this.cpu.cycles;
  }

  /** Advances time while nothing executes. Only between runs of the CPU. */
  skipTo(cycle: number): void {
    this.cpu.skip(cycle - this.now);
  }

  /** Time passes while every thread waits. */
  idle(cycle: number): void {
    const { drive, iop, events } = this.state;
    const next = events[0]?.action.kind;
    const isBusy = drive.queue.length > 0 || (next !== 'vblank' && next !== 'alarm' && next !== 'timer');
    if (!isBusy && isPadOpen(iop.pad)) this.inputWait += cycle - this.now;
    this.skipTo(cycle);
  }

  /** Makes the CPU return after the instruction in progress, so that events, interrupts or threads can change. */
  interruptRun(): void {
    this.cpu.requestStop('machine');
  }

  /** Ends the program with `stop`; the first reason given counts. */
  stop(stop: Stop): void {
    this.state.ended ??= stop;
    this.interruptRun();
  }

  /** Runs `action`; a fault of the program in it ends the run. @throws Error, any other one of `action`. */
  guarded(action: () => void): void {
    try {
      action();
    } catch (error) {
      if (!(error instanceof MachineFault)) throw error;
      this.stop({
        kind: 'crash',
        fault: 'machine',
        message: error.message,
        pc: this.cpu.pc,
        thread: this.state.current,
        ...(error.address === undefined ? {} : { address: error.address }),
      });
    }
  }

  /** Changes memory from outside, including code. @throws MachineFault where there is no memory. */
  write(address: number, bytes: Uint8Array): void {
    this.writeAll([{ address, bytes }]);
  }

  /** The same in many places at once. */
  writeAll(parts: readonly { readonly address: number; readonly bytes: Uint8Array }[]): void {
    try {
      for (const { address, bytes } of parts)
        this.memory.at(address, bytes.length, 'Writing memory').set(bytes);
    } finally {
      // Once for all: decoded code is thrown away as a whole.
      this.cpu.invalidate();
    }
  }

  /** Appends to the program's text output; one character a byte. */
  print(text: string): void {
    const { state } = this;
    state.output += text;
    if (state.output.length <= 2 * keptOutput) return;
    const cut = state.output.length - keptOutput;
    state.output = state.output.slice(cut);
    state.outputBefore += cut;
  }

  /** Names something that is not modelled, once; the program goes on. One sentence. */
  notice(sentence: string): void {
    const { notices } = this.state;
    if (!notices.includes(sentence)) notices.push(sentence);
  }

  /** The optional checks of a load or store; a sentence stops the program before it. */
  checkAccess(address: number, bytes: number, store: boolean): string | undefined {
    return this.accessChecks.map((check) => check(address, bytes, store)).find((text) => text !== undefined);
  }
}
