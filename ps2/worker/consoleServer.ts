import { Console } from '../console/console';
import {
  COP0_OFFSET,
  FCR31_OFFSET,
  FPR_OFFSET,
  FPU_ACC_OFFSET,
  GPR_OFFSET,
  HI_OFFSET,
} from '../cpu/stateLayout';
import { type DiscImage, noDisc } from '../drive/disc';
import { RealTimePace } from '../console/realTimePace';
import { errorText } from '../../common/errorText';
import type { FromWorker, Registers, Request, RequestName, Requests, RunEnd } from './messages';
import type { Snapshot } from '../state/snapshot';

/** What the server needs from its environment. */
interface ServerHost {
  post(message: FromWorker): void;
  /** Calls back after received messages were handled. */
  defer(callback: () => void): void;
  /** Calls back after this many milliseconds. */
  delay(callback: () => void, ms: number): void;
  /** Milliseconds of a steady clock. */
  clock(): number;
  /** Opens an image. @throws Error when it cannot be opened. */
  openImage(path: string): DiscImage;
}

/** Cycles between two checks of the clock: about 2 ms of execution. */
const chunkCycles = 200_000;
/** A slice ends after this many milliseconds, so that a pause takes effect within 10. */
const sliceMs = 8;
/** A console that keeps real time waits once it is ahead by this. */
const leastWaitMs = 1;
/** Milliseconds between two reports while it runs. */
const reportMs = 50;

/** A requested run that has not ended. */
interface Run {
  readonly id: number;
  readonly endCycle: number;
}

/** Serves one console to a host in another thread or process; see messages.ts. */
export class ConsoleServer {
  private console: Console | undefined;
  private activeRun: Run | undefined;
  private readonly snapshots = new Map<number, Snapshot>();
  private nextSnapshot = 1;
  private textReported = 0;
  private driveReported = 0;
  private noticesReported = 0;
  private lastReport = 0;
  private isPaced = false;
  private readonly pace: RealTimePace;

  constructor(private readonly host: ServerHost) {
    this.pace = new RealTimePace(() => host.clock());
  }

  /** Handles one message of the host. */
  receive(request: Request): void {
    try {
      if (request.name === 'run') this.startRun(request.id, request.ask.maxCycles ?? Infinity);
      else this.host.post({ kind: 'answer', id: request.id, value: this.answer(request) });
    } catch (error) {
      const message = errorText(error);
      this.host.post({ kind: 'error', id: request.id, message });
    }
  }

  private answer(request: Exclude<Request, { name: 'run' }>): Requests[RequestName]['answer'] {
    const { name, ask } = request;
    switch (name) {
      case 'boot':
        return this.boot(ask);
      case 'bootProgram':
        this.insert(Console.bootProgram(ask.bytes, ask.name, ask.options));
        return null;
      case 'start':
        this.insert(
          Console.waiting(ask.image === undefined ? noDisc : this.host.openImage(ask.image), ask.options),
        );
        return null;
      case 'execute':
        this.booted(name).startFromLink(ask.bytes, ask.words);
        return null;
      case 'answerHost':
        this.booted(name).answerHost(ask.id, ask.answer);
        return null;
      case 'finishInjectedCall':
        this.booted(name).finishInjectedCall();
        return null;
      case 'pause':
        if (this.activeRun) this.endRun({ kind: 'paused' });
        return null;
      case 'step': {
        const end = this.booted('step').step();
        this.report();
        return { end, cycles: this.booted('step').cycles };
      }
      case 'read':
        return ask.ranges.map(({ address, length }) => this.booted(name).read(address, length));
      case 'write':
        this.booted(name).writeAll(ask.parts);
        return null;
      case 'registers':
        return registersOf(this.booted(name));
      case 'stacks':
        return this.booted(name).threads.flatMap(({ id, stack, stackBytes }) =>
          stackBytes > 0 ? [{ thread: id, start: stack >>> 0, bytes: stackBytes }] : [],
        );
      case 'picture':
        return this.booted(name).picture();
      case 'input':
        this.booted(name).input(ask);
        return null;
      case 'pace':
        this.isPaced = ask.realTime;
        return null;
      case 'save': {
        const snapshot = this.booted(name).save();
        this.snapshots.set(this.nextSnapshot, snapshot);
        return { snapshot: this.nextSnapshot++, cycles: snapshot.cycles };
      }
      case 'restore':
        return this.restore(ask.snapshot);
      case 'forget':
        this.snapshots.delete(ask.snapshot);
        return null;
      case 'setBreakpoint':
        this.booted(name).setBreakpoint(ask.address);
        return null;
      case 'clearBreakpoint':
        this.booted(name).clearBreakpoint(ask.address);
        return null;
      case 'setHostFile':
        this.booted(name).setHostFile(ask.path, ask.bytes);
        return null;
      case 'hostFile':
        return this.booted(name).hostFile(ask.path) ?? null;
    }
  }

  private boot({ image, options }: Requests['boot']['ask']): Requests['boot']['answer'] {
    const console = Console.boot(this.host.openImage(image), options);
    this.insert(console);
    return { program: console.program.file };
  }

  /** A new console replaces the previous one. */
  private insert(console: Console): void {
    if (this.activeRun) this.endRun({ kind: 'paused' });
    this.console = console;
    this.snapshots.clear();
    this.textReported = 0;
    this.driveReported = 0;
    this.noticesReported = 0;
    this.pace.reset();
  }

  private restore(number: number): Requests['restore']['answer'] {
    const console = this.booted('restore');
    const snapshot = this.snapshots.get(number);
    if (snapshot === undefined) throw new Error(`There is no snapshot ${number}.`);
    if (this.activeRun) this.endRun({ kind: 'paused' });
    console.restore(snapshot);
    this.textReported = Math.min(this.textReported, console.outputBytes);
    this.driveReported = Math.min(this.driveReported, console.driveLogLength);
    // What was named before is not named again.
    this.noticesReported = Math.max(this.noticesReported, console.notices().length);
    this.pace.reset();
    this.report();
    return { cycles: console.cycles };
  }

  private startRun(id: number, maxCycles: number): void {
    const console = this.booted('run');
    if (this.activeRun) throw new Error('The console is already running.');
    this.activeRun = { id, endCycle: console.cycles + maxCycles };
    this.host.defer(() => this.slice(console, id));
  }

  /** Runs one slice, then handles messages. */
  private slice(console: Console, id: number): void {
    const run = this.activeRun;
    if (run?.id !== id) return;
    try {
      this.execute(console, run);
    } catch (error) {
      // The image could not be read, for example.
      this.activeRun = undefined;
      this.host.post({ kind: 'error', id, message: errorText(error) });
    }
  }

  private execute(console: Console, run: Run): void {
    const start = this.host.clock();
    let wait = 0;
    do {
      const left = run.endCycle - console.cycles;
      const waited = console.waitedForUser;
      const end = console.run(Math.min(chunkCycles, left));
      for (const { id, request } of console.takeHostRequests()) this.host.post({ kind: 'host', id, request });
      if (end.kind !== 'budget' || console.cycles >= run.endCycle) {
        this.endRun(end);
        return;
      }
      if (!this.isPaced) continue;
      if (console.waitedForUser === waited || console.repeatsInputs) this.pace.reset();
      else wait = this.pace.aheadMs(console.cycles);
    } while (wait < leastWaitMs && this.host.clock() - start < sliceMs);
    if (start - this.lastReport > reportMs) this.report();
    const next = (): void => this.slice(console, run.id);
    if (wait < leastWaitMs) this.host.defer(next);
    else this.host.delay(next, wait);
  }

  private endRun(end: RunEnd): void {
    const run = this.activeRun;
    if (run === undefined) return;
    this.activeRun = undefined;
    this.report();
    this.host.post({ kind: 'answer', id: run.id, value: { end, cycles: this.console?.cycles ?? 0 } });
  }

  private report(): void {
    const { console } = this;
    if (console === undefined) return;
    const drive = console.driveLog(this.driveReported);
    this.host.post({
      kind: 'report',
      cycles: console.cycles,
      textFrom: this.textReported,
      text: console.output(this.textReported),
      driveFrom: this.driveReported,
      drive,
      totals: structuredClone(console.driveTotals),
      notices: console.notices(this.noticesReported),
    });
    this.textReported = console.outputBytes;
    this.driveReported += drive.length;
    this.noticesReported = Math.max(this.noticesReported, console.notices().length);
    this.lastReport = this.host.clock();
  }

  private booted(request: string): Console {
    if (this.console === undefined) throw new Error(`"${request}" before "boot": no disc is loaded.`);
    return this.console;
  }
}

function registersOf(console: Console): Registers {
  const { cpu } = console;
  const words = (offset: number, count: number) =>
    new Uint32Array(cpu.memory.slice(offset, offset + 4 * count));
  const general = new Uint8Array(34 * 16);
  general.set(new Uint8Array(cpu.memory, GPR_OFFSET, 32 * 16));
  general.set(new Uint8Array(cpu.memory, HI_OFFSET, 2 * 16), 32 * 16);
  return {
    thread: console.runningThread,
    pc: cpu.pc,
    general,
    float: Uint32Array.of(...words(FPR_OFFSET, 32), ...words(FPU_ACC_OFFSET, 1), ...words(FCR31_OFFSET, 1)),
    control: Uint32Array.from(words(COP0_OFFSET, 32), (value, number) =>
      number === 9 ? cpu.cop0(9) : value,
    ),
  };
}
