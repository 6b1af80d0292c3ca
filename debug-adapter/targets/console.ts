import { SymbolTable } from '../../ee/symbols';
import { ramBytes } from '../../model/plan/options';
import type { Plan } from '../../model/plan/plan';
import type { RunSettings } from '../../model/plan/runSettings';
import type { RunEnd } from '../../ps2/worker/messages';
import type { Program } from '../../project/program/program';
import { MailboxClient, type Look } from '../mailbox/client';
import { findMailbox } from '../mailbox/find';
import { until as untilCodes } from '../mailbox/layout';
import type { Status } from '../mailbox/status';
import type {
  Keeper,
  MachineRegisters,
  Position,
  RunUntil,
  StopReason,
  Target,
  TargetCapabilities,
  TargetEvent,
} from './target';
import { checkArithmetic } from './arithmetic';
import { describeCrash } from './consoleCrash';
import { cyclesPerSecond, type BootedConsole, type ConsoleStarter } from './consoleMachine';
import { consolePort } from './consolePort';
import { machineRegisters } from './consoleRegisters';
import { MailboxReports } from './mailboxReports';
import { StackMark } from './stackMark';

/** What the built-in console can do. */
export const consoleCapabilities: TargetCapabilities = {
  provenance: 'built-in console',
  readMemory: 'all',
  writeMemory: true,
  registers: true,
  disassemble: true,
  stepBack: true,
  checkpoints: 'step back',
};

/** Cycles between two looks at the mailbox while it runs: about 20 ms of this machine, far fewer events than the ring holds. */
const chunkCycles = 2_000_000;
/** A program that has not set its mailbox up after so long is another one, or does not run. */
const mailboxCycles = 0.5 * cyclesPerSecond;
/** Time does not pass in a stop, so the wait at entry never ends by itself. */
export const waitForDebuggerMs = 60_000;

/** A machine under control of its mailbox. */
interface Running extends BootedConsole {
  readonly symbols: SymbolTable;
  /** Where the program waits for its host: time does not pass there. */
  readonly waitAddress: number;
  readonly mailbox: MailboxClient;
  readonly stack: StackMark;
}

/** The built-in PlayStation 2 as a target: executes the program from a disc image and stops it through its mailbox. */
export class ConsoleTarget implements Target {
  readonly capabilities = consoleCapabilities;
  readonly plan: Plan;
  private readonly listeners: ((event: TargetEvent) => void)[] = [];
  private readonly disposed = new AbortController();
  private readonly reports: MailboxReports;
  /** What the program printed, as long as it has no mailbox for it. */
  private printed = '';
  private starting: Promise<BootedConsole> | undefined;
  private running: Running | undefined;
  private cycles = 0;
  private wantsPause = false;
  /** Where the program stands; undefined while it runs. */
  private stopped: Position | undefined;
  private wantsToKeep = false;
  /** A stop is not left before it is kept. */
  private keeping = Promise.resolve();
  /** For each moment that is kept, what brings back what was known of the program then. */
  private readonly bookmarks = new Map<number, () => void>();

  constructor(
    private readonly program: Program,
    private readonly start: ConsoleStarter,
  ) {
    this.plan = program.plan;
    this.reports = new MailboxReports(program.plan, (event) => this.emit(event));
  }

  onEvent(listener: (event: TargetEvent) => void): void {
    this.listeners.push(listener);
  }

  async launch(
    run: RunSettings,
    signal: AbortSignal,
    progress: (message: string) => void = () => undefined,
  ): Promise<void> {
    signal.throwIfAborted();
    checkArithmetic(this.program);
    this.reports.begin(run, this.program.tokenizer);
    const either = AbortSignal.any([signal, this.disposed.signal]);
    this.starting = this.start(
      this.program,
      { ...run, waitForDebuggerMs },
      {
        onReport: ({ text, drive }) => {
          this.reports.trace.addDrive(drive);
          if (!this.running) this.printed += String.fromCharCode(...text);
        },
        progress,
        signal: either,
      },
    );
    const booted = await this.starting;
    if (booted.news !== undefined) this.emit({ type: 'log', text: `${booted.news}\n` });
    // An aborted launch must not run on to the first stop.
    const end = (): void => void booted.client.close();
    either.addEventListener('abort', end);
    try {
      either.throwIfAborted();
      progress('Starting the program on the console');
      this.running = await this.attach(booted);
      await this.loadFiles(this.running);
    } catch (error) {
      either.throwIfAborted();
      if (this.printed !== '') this.emit({ type: 'log', text: this.printed });
      await booted.client.close();
      throw error;
    } finally {
      either.removeEventListener('abort', end);
    }
  }

  async setBreakpoints(operations: readonly number[]): Promise<void> {
    await this.machine.mailbox.setBreakpoints(operations);
  }

  async resume(until: RunUntil): Promise<void> {
    const { mailbox } = this.machine;
    this.wantsPause = false;
    await this.keeping;
    this.stopped = undefined;
    if (until.kind === 'operations') await mailbox.setUntil(until.operations);
    await mailbox.send('run', untilCodes[until.kind]);
    this.drive().catch((error: unknown) => {
      this.emit({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
    });
  }

  pause(): Promise<void> {
    this.wantsPause = true;
    return Promise.resolve();
  }

  readonly keeper: Keeper = {
    keep: async () => {
      this.wantsToKeep = true;
      if (this.stopped) this.keepStop(this.machine, this.stopped);
      await this.keeping;
    },
    rewind: (snapshot) => this.rewind(snapshot),
    forget: async (snapshot) => {
      this.bookmarks.delete(snapshot);
      await this.machine.client.ask('forget', { snapshot });
    },
  };

  async readMemory(address: number, length: number): Promise<Uint8Array> {
    const readable = Math.max(0, Math.min(length, ramBytes - address));
    if (address < 0 || readable === 0) return new Uint8Array();
    return consolePort(this.machine.client).read(address, readable);
  }

  async writeMemory(address: number, bytes: Uint8Array): Promise<number> {
    const writable = Math.max(0, Math.min(bytes.length, ramBytes - address));
    if (address < 0 || writable === 0) return 0;
    await consolePort(this.machine.client).write(address, bytes.slice(0, writable));
    return writable;
  }

  async registers(): Promise<MachineRegisters> {
    return machineRegisters(await this.machine.client.ask('registers', {}), this.cycles);
  }

  symbolOf(address: number): string | undefined {
    return this.running?.symbols.describe(address);
  }

  async dispose(): Promise<void> {
    this.disposed.abort(new Error('The session has ended.'));
    const booted = await this.starting?.catch(() => undefined);
    await booted?.client.close();
  }

  /** Runs a started program until its mailbox is there. */
  private async attach(booted: BootedConsole): Promise<Running> {
    const { client, elf } = booted;
    const symbols = new SymbolTable(elf.symbols);
    const [block, wait] = ['ps2ml_mailbox', 'wait_for_host'].map((name) => symbols.named(name)?.address);
    if (block === undefined || wait === undefined) {
      throw new Error(
        'The program on the disc has no symbol ps2ml_mailbox or wait_for_host, so it cannot be stopped: use the one that comes with PS2 ML.',
      );
    }
    await client.ask('setBreakpoint', { address: wait });
    const port = consolePort(client);
    for (;;) {
      const end = await this.runOn(client);
      const address = await findMailbox(port, block);
      if (address !== undefined) {
        const stack = new StackMark(port, this.plan.stack);
        // It loads its files on a stack of its own, and waits for us on the plan's.
        if (end.kind === 'budget') await stack.paint();
        const mailbox = await MailboxClient.attach(port, address);
        return { ...booted, symbols, waitAddress: wait, mailbox, stack };
      }
      await this.checkEnd(end, undefined, { client, symbols });
      if (this.cycles > mailboxCycles) {
        throw new Error(
          `The program has not set up its mailbox within ${mailboxCycles / cyclesPerSecond} s of the console's time: it hangs, or the ELF is damaged.`,
        );
      }
    }
  }

  /** Runs until the program has read its files and stands before operation 0. */
  private async loadFiles(running: Running): Promise<void> {
    for (;;) {
      const look = await this.look(running, false);
      const { status } = look;
      if (status?.state === 'failed') {
        await running.discard();
        throw new Error(status.error);
      }
      if (status?.state === 'stopped' && (await this.isWaiting(running))) {
        await running.mailbox.setHostLimit(waitForDebuggerMs);
        this.stand(running, status, 'entry');
        return;
      }
      await this.checkEnd(await this.runOn(running.client), status, running);
    }
  }

  /** Runs until the program stands still, and reports that. */
  private async drive(): Promise<void> {
    const running = this.machine;
    const { client, mailbox } = running;
    for (;;) {
      if (this.wantsPause && mailbox.pending === undefined) {
        this.wantsPause = false;
        await mailbox.send('pause');
      }
      const end = await this.runOn(client);
      if (this.disposed.signal.aborted) return;
      const look = await this.look(running, true);
      // Whatever it is, it may lie on the disc: the next launch builds another.
      if (look.status?.state === 'failed') await running.discard();
      if (mailbox.settled(look) && this.report(look.status, end, running)) return;
      await this.checkEnd(end, look.status, running);
      if (look.status?.state === 'running') await this.keepIfWanted(running, look.status.position);
    }
  }

  private stand(running: Running, { stop, position }: Status, otherwise: StopReason): void {
    this.stopped = position;
    this.emit({ type: 'stopped', reason: stop ?? otherwise, position });
    this.keepStop(running, position);
  }

  private keepStop(running: Running, position: Position): void {
    // A console that has gone says so elsewhere.
    this.keeping = this.keepIfWanted(running, position).catch(() => undefined);
  }

  /** Between two looks, so that the host has seen all that the program has said. */
  private async keepIfWanted({ client, mailbox }: Running, position: Position): Promise<void> {
    if (!this.wantsToKeep) return;
    this.wantsToKeep = false;
    const [know, report] = [mailbox.bookmark(), this.reports.bookmark()];
    const { cycles, stopped } = this;
    const { snapshot } = await client.ask('save', {});
    const goBack = (): void => {
      know();
      report();
      this.cycles = cycles;
      this.stopped = stopped;
    };
    this.bookmarks.set(snapshot, goBack);
    this.emit({ type: 'kept', snapshot, position });
  }

  private async rewind(snapshot: number): Promise<Position> {
    await this.keeping;
    const running = this.machine;
    const goBack = this.bookmarks.get(snapshot);
    if (!goBack) throw new Error('That moment of the run is not kept.');
    await running.client.ask('restore', { snapshot });
    goBack();
    if (!this.stopped) await running.mailbox.send('pause');
    while (!this.stopped) {
      const end = await this.runOn(running.client);
      const look = await this.look(running, true);
      const { status } = look;
      const stands = running.mailbox.settled(look) && status?.state === 'stopped';
      if (stands && end.kind === 'breakpoint' && end.pc === running.waitAddress) {
        this.stopped = status.position;
      } else await this.checkEnd(end, status, running);
    }
    return this.stopped;
  }

  /** @returns whether the program stands still, which was reported. */
  private report(status: Status | undefined, end: RunEnd, running: Running): boolean {
    const isWaiting = end.kind === 'breakpoint' && end.pc === running.waitAddress;
    if (status?.state === 'failed') this.emit({ type: 'failed', message: status.error });
    else if (status?.state === 'stopped' && isWaiting) {
      this.stand(running, status, 'pause');
    } else if (status?.state === 'ended' && isWaiting) {
      this.emit({ type: 'ended', reason: status.end ?? 'length' });
    } else return false;
    return true;
  }

  private async runOn(client: BootedConsole['client']): Promise<RunEnd> {
    const { end, cycles } = await client.ask('run', { maxCycles: chunkCycles });
    this.cycles = cycles;
    return end;
  }

  private async isWaiting({ client, waitAddress }: Running): Promise<boolean> {
    return (await client.ask('registers', {})).pc === waitAddress;
  }

  /** Takes what is new and reports it. @param hasText the text is the model's and not the prompt. */
  private async look({ mailbox, stack }: Running, hasText: boolean): Promise<Look> {
    const look = await mailbox.look();
    // The program says it too, but where it stands still alone.
    this.reports.takeStack((await stack.deeper()) ?? 0);
    await this.reports.take(look, mailbox, hasText);
    return look;
  }

  /** @throws Error in words when the machine cannot go on. */
  private async checkEnd(
    end: RunEnd,
    status: Status | undefined,
    { client, symbols }: Pick<Running, 'client' | 'symbols'>,
  ): Promise<void> {
    switch (end.kind) {
      case 'budget':
      case 'breakpoint':
      case 'paused':
        return;
      case 'crash':
        throw new Error(describeCrash(end, await client.ask('registers', {}), symbols));
      case 'exit':
        throw new Error(`The program ended by itself with code ${end.code}, in the middle of its run.`);
      case 'deadlock':
        if (status?.state === 'failed') return;
        throw new Error(end.message);
    }
  }

  private get machine(): Running {
    if (!this.running) throw new Error('The console has not been started.');
    return this.running;
  }

  private emit(event: TargetEvent): void {
    if (this.disposed.signal.aborted) return;
    for (const listener of this.listeners) listener(event);
  }
}
