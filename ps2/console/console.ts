import type { Timing } from '../../common/timing';
import { bootDisc, type BootedProgram } from './boot';
import { Cpu } from '../cpu/cpu';
import { COP0, createMemory } from '../cpu/stateLayout';
import { attachChecks } from '../machine/checks';
import { Disc, noDisc, type DiscImage } from '../drive/disc';
import type { DriveLogEntry, DriveTotals, ReadPurpose } from '../drive/drive';
import { pictureOf, type Picture } from '../gs/picture';
import { takeDueEvent } from '../machine/events';
import { createBus } from '../machine/hardware';
import { initialState } from '../state/initialState';
import { handleEvent } from '../machine/eventHandlers';
import { hostAnswered } from '../iop/fileio';
import type { HostAnswer, HostRequest } from '../iop/remoteFiles';
import { deliverException } from '../kernel/exceptions';
import { deliverInterrupt, interruptReturned } from '../kernel/interrupts';
import { exitThread } from '../kernel/threads';
import { loadElf, startProgram } from '../kernel/programs';
import { trapAddresses } from '../kernel/traps';
import { Machine } from '../machine/machine';
import { Memory } from '../machine/memory';
import type { ConsoleOptions } from './options';
import { executeFromLink, finishInjectedCall } from '../ps2link/execute';
import { canWake, deadlockReport } from './deadlockReport';
import { InputLog, type Input, type InputEntry } from './inputLog';
import { restoreLocal, restorePages, saveLocal, savePages, type Snapshot } from '../state/snapshot';
import type { Stop } from './stop';
import type { Thread } from '../kernel/threadState';

/** A PlayStation 2 that runs the program of a disc. */
export class Console {
  /** The last saved or restored pages, to share with the next save. */
  private pages: readonly Uint8Array[] | undefined;
  private localPages: readonly Uint8Array[] | undefined;
  private atBreakpoint = -1;
  /** The cycle whose events have happened. */
  private happenedAt = -1;

  private started: BootedProgram | undefined;

  private constructor(
    private readonly machine: Machine,
    private readonly inputs: InputLog,
  ) {}

  /**
   * Puts a disc in and starts its program; nothing has run yet.
   * @throws Error when the image, SYSTEM.CNF or the program is invalid.
   */
  static boot(image: DiscImage, options: ConsoleOptions = {}): Console {
    const console = Console.waiting(image, options);
    const { machine } = console;
    console.started = bootDisc(machine, options.arguments ?? []);
    attachChecks(machine, console.started.elf);
    return console;
  }

  /**
   * Starts a program without a disc, as emulators start one from a file: its first argument is `host:` and its name,
   * or the name alone if it has a device, as launchers pass it.
   * @throws MachineFault when it is not a program.
   */
  static bootProgram(bytes: Uint8Array, name: string, options: ConsoleOptions = {}): Console {
    const console = Console.waiting(noDisc, options);
    const { machine } = console;
    const elf = loadElf(machine, bytes, name);
    startProgram(machine, elf.entry, 0, [
      name.includes(':') ? name : `host:${name}`,
      ...(options.arguments ?? []),
    ]);
    console.started = { file: name, elf };
    attachChecks(machine, elf);
    return console;
  }

  /** A console without a program; `startFromLink` starts one. @throws Error when the image is invalid. */
  static waiting(image: DiscImage, options: ConsoleOptions = {}): Console {
    const disc = new Disc(image);
    const buffer = createMemory();
    const cpu = new Cpu(
      buffer,
      createBus(() => machine),
    );
    const machine: Machine = new Machine(
      cpu,
      new Memory(buffer),
      disc,
      options,
      initialState(image, options),
    );
    cpu.setCop0(COP0.count, options.startCount ?? 0);
    cpu.setHook(trapAddresses.interruptReturn, () => machine.guarded(() => interruptReturned(machine)));
    cpu.setHook(trapAddresses.exitThread, () => machine.guarded(() => exitThread(machine, false)));
    return new Console(machine, new InputLog(options.inputs));
  }

  /**
   * Starts a program as ps2link does; see ps2link/execute.ts.
   * @throws MachineFault when it is not a program.
   */
  startFromLink(bytes: Uint8Array, words: readonly string[]): void {
    const { machine } = this;
    const file = words[0] ?? '';
    this.started = { file, elf: executeFromLink(machine, bytes, words) };
    attachChecks(machine, this.started.elf);
  }

  /** @throws Error when none was started. */
  get program(): BootedProgram {
    if (this.started === undefined) throw new Error('No program was started on the console.');
    return this.started;
  }

  /** Requests of the program to a remote `host:` that were not taken yet, oldest first. */
  takeHostRequests(): { readonly id: number; readonly request: HostRequest }[] {
    const waiting = this.machine.state.hostCalls.filter(({ taken }) => !taken);
    for (const call of waiting) call.taken = true;
    return waiting.map(({ id, request }) => ({ id, request }));
  }

  /** Answers one of them. */
  answerHost(id: number, answer: HostAnswer): void {
    const { state } = this.machine;
    const call = state.hostCalls.find((waiting) => waiting.id === id);
    if (call === undefined) return;
    state.hostCalls = state.hostCalls.filter((waiting) => waiting !== call);
    this.machine.guarded(() => hostAnswered(this.machine, call, answer));
  }

  /** Ends a remote call that the program did not make: its END packet goes to the current receiver of packets. */
  finishInjectedCall(): void {
    finishInjectedCall(this.machine);
  }

  /** Runs for this many cycles, or until something stops the program. */
  run(maxCycles: number): Stop {
    const { machine } = this;
    const end = machine.now + maxCycles;
    for (;;) {
      this.happen();
      if (machine.state.ended) return machine.state.ended;
      if (machine.now >= end) return { kind: 'budget' };
      this.inputs.take(machine, true);
      const { current, interrupt } = machine.state;
      const next = Math.min(this.nextCycle, end);
      if (current === 0 && interrupt === null) {
        if (!canWake(machine)) return deadlockReport(machine);
        machine.idle(next);
        continue;
      }
      const stop = this.execute(next - machine.now);
      if (stop) return stop;
    }
  }

  /** Executes due events and one instruction; while every thread waits, advances to the next event. */
  step(): Stop {
    const { machine } = this;
    this.happen();
    this.inputs.take(machine, true);
    const { ended, current, interrupt } = machine.state;
    if (ended) return ended;
    if (current !== 0 || interrupt !== null) return this.outcome(machine.cpu.step()) ?? { kind: 'budget' };
    if (!canWake(machine)) return deadlockReport(machine);
    machine.idle(this.nextCycle);
    return { kind: 'budget' };
  }

  /** Stops `run` before the instruction at an address. */
  setBreakpoint(address: number): void {
    this.machine.cpu.setBreakpoint(address);
  }

  clearBreakpoint(address: number): void {
    this.machine.cpu.clearBreakpoint(address);
  }

  /** Cycles since the start (294,912,000 a second). */
  get cycles(): number {
    return this.machine.now;
  }

  /** Instructions executed since the start, in any timing. */
  get instructions(): number {
    return this.machine.cpu.instructions;
  }

  /** How time is counted. A change takes effect at once, with empty caches. */
  get timing(): Timing {
    return this.machine.state.clock?.timing ?? 'instructions';
  }
  set timing(timing: Timing) {
    this.machine.time(timing);
  }

  /** Registers of the running thread; see cpu/cpu.ts. Do not run it. */
  get cpu(): Cpu {
    return this.machine.cpu;
  }

  /** The states of the threads, for display. */
  get threads(): readonly Thread[] {
    return [...this.machine.state.threads.values()];
  }

  /** Id of the running thread, 0 when all wait. */
  get runningThread(): number {
    return this.machine.state.current;
  }

  /** Text that the program has written so far, as UTF-8; of a long one the end. */
  get text(): string {
    return new TextDecoder().decode(this.output());
  }

  /** The bytes of that text from `from` on. */
  output(from = 0): Uint8Array {
    const { output, outputBefore } = this.machine.state;
    return Uint8Array.from(output.slice(Math.max(0, from - outputBefore)), (letter) => letter.charCodeAt(0));
  }

  /** Bytes of text written so far. */
  get outputBytes(): number {
    const { output, outputBefore } = this.machine.state;
    return outputBefore + output.length;
  }

  /** What a television shows now. */
  picture(): Picture {
    const { state, local } = this.machine;
    return pictureOf(state.gs, state.video, local);
  }

  /** What the program uses and the console does not model, from entry `from` on: a sentence each. */
  notices(from = 0): string[] {
    return this.machine.state.notices.slice(from);
  }

  /** The drive's finished requests from log entry `from` on, oldest first. */
  driveLog(from = 0): DriveLogEntry[] {
    const entries: DriveLogEntry[] = [];
    for (let log = this.machine.driveLog; log && log.index >= from; log = log.before) entries.push(log.entry);
    return entries.reverse();
  }

  /** Entries of the drive's log so far. */
  get driveLogLength(): number {
    return (this.machine.driveLog?.index ?? -1) + 1;
  }

  /** Sums over the drive's log, by who asked. */
  get driveTotals(): Readonly<Record<ReadPurpose, Readonly<DriveTotals>>> {
    return this.machine.state.drive.totals;
  }

  /** A copy of memory at a virtual address. @throws MachineFault where there is no memory. */
  read(address: number, length: number): Uint8Array {
    return this.machine.memory.at(address, length, 'Reading memory').slice();
  }

  /**
   * Something happens from outside, now. It is logged, so that a run that goes back meets it again at this cycle; what
   * was to come after it is forgotten.
   * @throws MachineFault when there is no memory to change
   */
  input(input: Input): void {
    this.inputs.add(this.machine, input, this.happenedAt === this.machine.now);
  }

  /** The inputs of the run so far, and those that come again after it has gone back. */
  get inputLog(): readonly InputEntry[] {
    return this.inputs.entries;
  }

  /** The run has gone back, and inputs of its future come again by themselves. */
  get repeatsInputs(): boolean {
    return this.inputs.nextCycle(this.machine) !== Infinity;
  }

  /** Grows while the program waits for its user: a controller's port is open, and nothing else happens. */
  get waitedForUser(): number {
    return this.machine.inputWait + this.machine.polls;
  }

  /** Changes memory, including code. @throws MachineFault where there is no memory. */
  write(address: number, bytes: Uint8Array): void {
    this.machine.writeAll([{ address, bytes }]);
  }

  /** The same in many places at once. */
  writeAll(parts: readonly { readonly address: number; readonly bytes: Uint8Array }[]): void {
    this.machine.writeAll(parts);
  }

  /** The current content of a `host:` file. */
  hostFile(path: string): Uint8Array | undefined {
    return this.machine.state.hostFiles.get(path)?.slice();
  }

  setHostFile(path: string, bytes: Uint8Array): void {
    this.machine.state.hostFiles.set(path, bytes.slice());
  }

  /** A snapshot; cheap if little has changed since the last one. */
  save(): Snapshot {
    const { machine } = this;
    this.pages = savePages(machine.cpu.memory, this.pages);
    this.localPages = saveLocal(machine.local, this.localPages);
    return {
      cycles: machine.now,
      pages: this.pages,
      local: this.localPages,
      state: structuredClone(machine.state),
      driveLog: machine.driveLog,
      inputs: this.inputs.entries,
      dataCache: machine.dataCache?.save(),
    };
  }

  /** Restores `snapshot`, which was taken on this console or one booted in the same way. */
  restore(snapshot: Snapshot): void {
    const { machine } = this;
    restorePages(machine.cpu.memory, snapshot.pages);
    restoreLocal(machine.local, snapshot.local, this.localPages);
    machine.cpu.invalidate();
    machine.state = structuredClone(snapshot.state);
    machine.attachClock();
    machine.driveLog = snapshot.driveLog;
    this.inputs.goTo(snapshot.inputs, machine);
    this.happenedAt = -1;
    if (snapshot.dataCache) machine.dataCache?.restore(snapshot.dataCache);
    this.pages = snapshot.pages;
    this.localPages = snapshot.local;
    this.atBreakpoint = -1;
  }

  /** The cycle of the next event or input. */
  private get nextCycle(): number {
    const next = this.machine.state.events[0]?.cycle ?? Infinity;
    return Math.min(next, this.inputs.nextCycle(this.machine));
  }

  /** Inputs and events that are due, then an interrupt if one may come. */
  private happen(): void {
    const { machine } = this;
    if (machine.state.ended) return;
    this.inputs.take(machine, false);
    this.happenedAt = machine.now;
    machine.guarded(() => {
      for (;;) {
        const action = takeDueEvent(machine.state, machine.now);
        if (action === undefined) break;
        handleEvent(machine, action);
      }
      deliverInterrupt(machine);
    });
  }

  private execute(budget: number): Stop | undefined {
    const { cpu } = this.machine;
    const resume = this.atBreakpoint === cpu.pc;
    this.atBreakpoint = -1;
    return this.outcome(resume ? cpu.step() : cpu.run(budget));
  }

  private outcome(reason: ReturnType<Cpu['run']>): Stop | undefined {
    const { ended, current } = this.machine.state;
    if (ended) return ended;
    if (reason.kind === 'breakpoint') {
      this.atBreakpoint = reason.pc;
      return reason;
    }
    if (reason.kind !== 'fault' || deliverException(this.machine, reason)) return undefined;
    return { ...reason, kind: 'crash', thread: current };
  }
}
