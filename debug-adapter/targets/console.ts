import type { Timing } from '../../common/timing';
import { SymbolTable } from '../../ee/symbols';
import type { Plan } from '../../model/plan/plan';
import { encodeRun } from '../../model/plan/runFile';
import type { RunSettings } from '../../model/plan/runSettings';
import type { RunEnd } from '../../ps2/worker/messages';
import { builtIn } from '../../targets/builtIn';
import type { Program } from '../../project/program/program';
import { modelsOf } from '../mailbox/described/modelsOf';
import type { DescribedListener, DescribedProgram } from '../mailbox/described/program';
import { endedEarly, learnedSentence } from '../mailbox/described/sentences';
import { checkPlan } from '../mailbox/host/checkPlan';
import { MailboxHost, type Outcome } from '../mailbox/host/mailboxHost';
import { MailboxReports } from '../mailbox/host/mailboxReports';
import { mailboxSymbol } from '../mailbox/layout';
import type { Status } from '../mailbox/status';
import type { SnapshotStore, MachineRegisters, Position, RunUntil, Target, TargetEvent } from './target';
import { describeCrash } from './consoleCrash';
import {
  cyclesPerSecond,
  type BootedConsole,
  type ConsoleStart,
  type ConsoleStarter,
} from './consoleMachine';
import { consolePort } from './consolePort';
import { chunkCyclesOf, mostChunkCycles } from './consoleRun';
import { withChosenText } from './chosenText';
import { cellsSymbol } from './screenCells';
import { ConsoleTelevision, type Television } from './television';
import { machineRegisters } from './consoleRegisters';
import { Listeners } from './listeners';
import { MachineLaunch } from './machineLaunch';

/** A program that has not set up its mailbox after this time has none, or does not run. */
const mailboxCycles = 0.5 * cyclesPerSecond;
/** A program of the user's own may load its weights first. */
const ownMailboxCycles = 60 * cyclesPerSecond;
const looksPerSearch = 20;
/** Time does not pass during a stop, so the wait at entry never times out. */
export const waitForDebuggerMs = 60_000;

/** A machine that is controlled through its mailbox. */
interface Running extends BootedConsole {
  readonly symbols: SymbolTable;
  /** Where the program waits for its host: time does not pass there. */
  readonly waitAddress: number;
  readonly host: MailboxHost;
  readonly screen: ConsoleTelevision;
}

/** The built-in PlayStation 2 as a target: executes the program from a disc image and stops it through its mailbox. */
export class ConsoleTarget implements Target {
  readonly descriptor = builtIn;
  private known: Plan;
  private readonly listeners = new Listeners();
  private readonly reports: MailboxReports;
  /** The output of the program before it has a mailbox. */
  private printed = '';
  private readonly launching = new MachineLaunch<BootedConsole>(this.listeners.signal, ({ client }) =>
    client.close(),
  );
  private running: Running | undefined;
  private cycles = 0;
  /** Where the program is stopped; undefined while it runs. */
  private stopped: Position | undefined;
  /** A person chooses the first text, so the session does not know it before its first stop. */
  private isFirst = false;
  private run: RunSettings | undefined;
  private wantsSnapshot = false;
  /** Pending snapshot at a stop. The program resumes after it is taken. */
  private taking = Promise.resolve();
  /** For each snapshot, a function that restores the state of this target at that point. */
  private readonly bookmarks = new Map<number, () => void>();

  /** @param isNewRun the program on the disc has a run of its own, and begins that of the launch instead. */
  constructor(
    private readonly program: Program,
    private readonly start: ConsoleStarter,
    private readonly isNewRun = false,
    private readonly timing: Timing = 'instructions',
  ) {
    this.known = program.plan;
    this.reports = new MailboxReports(program.plan, this.listeners.emit);
  }

  get plan(): Plan {
    return this.known;
  }

  get described(): DescribedProgram | undefined {
    return this.running?.host.description;
  }

  onEvent(listener: (event: TargetEvent) => void): void {
    this.listeners.add(listener);
  }

  async launch(
    run: RunSettings,
    signal: AbortSignal,
    progress: (message: string) => void = () => undefined,
  ): Promise<void> {
    signal.throwIfAborted();
    this.run = run;
    this.reports.begin(run, this.program.tokenizer);
    const onReport: ConsoleStart['onReport'] = ({ text, drive, notices }) => {
      this.reports.trace.addDrive(drive);
      for (const notice of notices) this.listeners.emit({ type: 'log', text: `Not modelled: ${notice}\n` });
      if (!this.running) this.printed += String.fromCharCode(...text);
    };
    const waiting = { ...run, waitForDebuggerMs };
    await this.launching.run(signal, {
      start: (either) =>
        this.start(this.program, waiting, { onReport, progress, signal: either, timing: this.timing }),
      prepare: async (booted, either) => {
        if (booted.news !== undefined) this.listeners.emit({ type: 'log', text: `${booted.news}\n` });
        progress('Starting the program on the console');
        try {
          this.running = await this.attach(booted);
          await this.loadFiles(this.running);
          if (this.isNewRun) await this.beginAnew(this.running, run);
        } catch (error) {
          const { printed } = this;
          if (!either.aborted && printed !== '') this.listeners.emit({ type: 'log', text: printed });
          throw error;
        }
      },
    });
  }

  async setBreakpoints(operations: readonly number[]): Promise<void> {
    await this.machine.host.client.setBreakpoints(operations);
  }

  async resume(until: RunUntil): Promise<void> {
    const { host } = this.machine;
    host.resumes();
    await this.taking;
    this.stopped = undefined;
    try {
      await host.run(until);
    } catch (error) {
      // It is unknown whether the program has received the command, so the session cannot continue.
      this.listeners.fail(error);
      return;
    }
    this.drive().catch(this.listeners.fail);
  }

  pause(): Promise<void> {
    this.running?.host.pause();
    return Promise.resolve();
  }

  readonly television: Television = {
    picture: (known) => this.machine.screen.picture(known),
    input: (controller) => this.machine.screen.input(controller),
    pace: (keepsRealTime) => this.machine.screen.pace(keepsRealTime),
  };

  readonly snapshots: SnapshotStore = {
    take: async () => {
      this.wantsSnapshot = true;
      if (this.stopped) this.takeAtStop(this.machine, this.stopped);
      await this.taking;
    },
    restore: (snapshot) => this.restore(snapshot),
    forget: async (snapshot) => {
      this.bookmarks.delete(snapshot);
      await this.machine.client.ask('forget', { snapshot });
    },
  };

  async readMemory(address: number, length: number): Promise<Uint8Array> {
    return this.machine.host.readMemory(address, length);
  }

  async writeMemory(address: number, bytes: Uint8Array): Promise<number> {
    return this.machine.host.writeMemory(address, bytes);
  }

  async registers(): Promise<MachineRegisters> {
    return machineRegisters(await this.machine.client.ask('registers', {}), this.cycles);
  }

  symbolOf(address: number): string | undefined {
    return this.running?.symbols.describe(address);
  }

  async dispose(): Promise<void> {
    this.listeners.end();
    await this.launching.close();
  }

  /** Runs a started program until it has set up its mailbox. */
  private async attach(booted: BootedConsole): Promise<Running> {
    const { client, elf } = booted;
    const symbols = new SymbolTable(elf.symbols);
    const [mailbox, wait] = [mailboxSymbol, 'wait_for_host'].map((name) => symbols.named(name)?.address);
    if (wait !== undefined) await client.ask('setBreakpoint', { address: wait });
    const port = consolePort(client);
    const describing = { models: modelsOf(this.program), listener: this.describedListener };
    const limit = this.program.disc?.elf === undefined ? mailboxCycles : ownMailboxCycles;
    for (let looks = 0; ; looks++) {
      const end = await this.runOn(client);
      const place = { port, ...(mailbox !== undefined && { mailbox }), watchesMemory: true };
      // Without a symbol all of RAM is searched, which takes longer than a look.
      const looksNow = mailbox !== undefined || looks % looksPerSearch === 0;
      const host = looksNow ? await MailboxHost.find(place, this.plan, this.reports, describing) : undefined;
      const waitAddress = host?.description?.waitAddress ?? wait;
      if (host && waitAddress !== undefined) {
        if (waitAddress !== wait) await client.ask('setBreakpoint', { address: waitAddress });
        const screen = new ConsoleTelevision(client, symbols.named(cellsSymbol)?.address);
        return { ...booted, symbols, waitAddress, host, screen };
      }
      if (host) {
        throw new Error(
          'The program has a mailbox, but neither a symbol wait_for_host nor a description that says where it waits, so it cannot be stopped: use ps2ml_report.c (docs/own-runtime.md).',
        );
      }
      await this.checkEnd(end, undefined, { client, symbols });
      if (this.cycles > limit)
        throw new Error(withoutMailbox(limit / cyclesPerSecond, limit === mailboxCycles));
    }
  }

  private readonly describedListener: DescribedListener = {
    planned: (plan, tokens) => {
      this.known = plan;
      this.listeners.emit({ type: 'planned', ...(tokens && { tokens }) });
    },
    remark: (sentence) => this.listeners.emit({ type: 'log', text: `${sentence}\n` }),
  };

  /** Runs until the program has read its files and is stopped before operation 0. */
  private async loadFiles(running: Running): Promise<void> {
    const { host } = running;
    let hasAsked = host.description === undefined;
    for (;;) {
      await host.pauseWhenFree();
      const look = await host.look(false);
      const { status } = look;
      // A program that stands still already would take the pause behind the instruction at which it waits.
      if (!hasAsked && status && status.state !== 'stopped') host.pause();
      hasAsked ||= status !== undefined;
      if (status?.state === 'failed') {
        await running.discard();
        throw new Error(status.error);
      }
      if (host.awaitsPerson) {
        await host.client.setHostLimit(waitForDebuggerMs);
        this.isFirst = true;
        this.drive().catch(this.listeners.fail);
        return;
      }
      if (!host.client.settled(look)) {
        await this.checkEnd(await this.runOn(running.client), status, running);
        continue;
      }
      if (host.description && status?.state === 'ended') throw new Error(endedEarly);
      if (status?.state === 'stopped' && (await this.isWaiting(running))) {
        if (host.description && !(await this.learn(host, host.description))) continue;
        if (!host.description) await checkPlan(host.port, host.client.identity, this.plan);
        await host.client.setHostLimit(waitForDebuggerMs);
        const { stop = 'entry', position } = status;
        // The stop before the run of the launch is not one of it.
        if (!this.isNewRun) this.stand(running, { type: 'stopped', reason: stop, position });
        return;
      }
      await this.checkEnd(await this.runOn(running.client), status, running);
    }
  }

  /** Begins the run of the launch, and stops before its operation 0. */
  private async beginAnew(running: Running, run: RunSettings): Promise<void> {
    const { host, client } = running;
    await host.client.newRun(encodeRun(this.plan, run));
    for (;;) {
      const end = await this.runOn(client);
      const look = await host.look(false);
      const { status } = look;
      if (status?.state === 'failed') throw new Error(status.error);
      if (host.client.settled(look) && status?.state === 'stopped' && isAtWait(end, running)) {
        this.stand(running, { type: 'stopped', reason: 'entry', position: status.position });
        return;
      }
      await this.checkEnd(end, status, running);
    }
  }

  /** Learns the operations of a stopped program by one pass. @returns false as long as that runs. */
  private async learn(host: MailboxHost, description: DescribedProgram): Promise<boolean> {
    if (!description.isLearned) {
      this.describedListener.remark(learnedSentence);
      host.resumes();
      await host.run({ kind: 'pass' });
      return false;
    }
    await description.learn();
    return true;
  }

  /** Runs until the program stops, and reports that. */
  private async drive(): Promise<void> {
    const running = this.machine;
    const { client, host } = running;
    const chunkCycles = chunkCyclesOf(this.plan);
    for (;;) {
      await host.pauseWhenFree();
      await running.screen.advance(this.cycles);
      const end = await this.runOn(client, chunkCycles);
      if (this.listeners.signal.aborted) return;
      const look = await host.look(true);
      // The disc may be the cause, so the next launch builds another one.
      if (look.status?.state === 'failed') await running.discard();
      if (isAtWait(end, running)) host.standsAtWait(look);
      const outcome = host.outcomeOf(look);
      if (outcome && (outcome.type === 'failed' || isAtWait(end, running))) {
        await this.report(running, outcome);
        return;
      }
      await this.checkEnd(end, look.status, running);
      if (look.status?.state === 'running') await this.saveIfWanted(running, look.status.position);
    }
  }

  private async report(running: Running, outcome: Outcome): Promise<void> {
    if (outcome.type !== 'stopped') {
      this.listeners.emit(outcome);
      return;
    }
    const { isFirst, reports, run, program } = this;
    const { host } = running;
    const stop = await withChosenText(outcome, isFirst, { host, reports, run, program });
    this.isFirst = false;
    this.stand(running, stop);
  }

  private stand(running: Running, outcome: Extract<Outcome, { readonly type: 'stopped' }>): void {
    this.stopped = outcome.position;
    this.listeners.emit(outcome);
    this.takeAtStop(running, outcome.position);
  }

  private takeAtStop(running: Running, position: Position): void {
    // The end of the console is reported elsewhere.
    this.taking = this.saveIfWanted(running, position).catch(() => undefined);
  }

  /** Takes a pending snapshot between two looks, so that the host has read all reports of the program. */
  private async saveIfWanted({ client, host }: Running, position: Position): Promise<void> {
    if (!this.wantsSnapshot) return;
    this.wantsSnapshot = false;
    const know = host.bookmark();
    const { cycles, stopped } = this;
    const { snapshot } = await client.ask('save', {});
    const goBack = (): void => {
      know();
      this.cycles = cycles;
      this.stopped = stopped;
    };
    this.bookmarks.set(snapshot, goBack);
    this.listeners.emit({ type: 'snapshotTaken', snapshot, position });
  }

  private async restore(snapshot: number): Promise<Position> {
    await this.taking;
    const running = this.machine;
    const goBack = this.bookmarks.get(snapshot);
    if (!goBack) throw new Error('There is no such snapshot.');
    await running.client.ask('restore', { snapshot });
    running.screen.wentBack();
    goBack();
    const { host } = running;
    if (!this.stopped) host.pause();
    while (!this.stopped) {
      await host.pauseWhenFree();
      const end = await this.runOn(running.client);
      const look = await host.look(true);
      const { status } = look;
      const waits = isAtWait(end, running);
      if (waits) host.standsAtWait(look);
      const outcome = host.outcomeOf(look);
      if (outcome?.type === 'stopped' && waits) this.stopped = outcome.position;
      // The run was so close to its end that it did not read the pause: an earlier snapshot has to serve.
      else if (outcome?.type === 'ended' && waits && status)
        this.stopped = behindAll(status.position, this.plan);
      else await this.checkEnd(end, status, running);
    }
    return this.stopped;
  }

  private async runOn(client: BootedConsole['client'], maxCycles = mostChunkCycles): Promise<RunEnd> {
    const { end, cycles } = await client.ask('run', { maxCycles });
    this.cycles = cycles;
    return end;
  }

  private async isWaiting({ client, waitAddress }: Running): Promise<boolean> {
    return (await client.ask('registers', {})).pc === waitAddress;
  }

  /** @throws Error when the machine cannot continue. */
  private async checkEnd(
    end: RunEnd,
    status: Status | undefined,
    { client, symbols, host }: Pick<Running, 'client' | 'symbols'> & Partial<Pick<Running, 'host'>>,
  ): Promise<void> {
    switch (end.kind) {
      case 'budget':
      case 'breakpoint':
      case 'paused':
        return;
      case 'crash':
        throw new Error(describeCrash(end, await client.ask('registers', {}), symbols));
      case 'exit':
        throw new Error(`The program exited with code ${end.code} during its run.`);
      case 'deadlock': {
        // The program may have reported why, and slept, since it was looked at.
        const now = status?.state === 'failed' ? status : (await host?.look(false))?.status;
        if (now?.state === 'failed') return;
        throw new Error(end.message);
      }
    }
  }

  private get machine(): Running {
    if (!this.running) throw new Error('The console has not been started.');
    return this.running;
  }
}

function withoutMailbox(seconds: number, isOurs: boolean): string {
  const why = isOurs
    ? 'the program hangs, or the ELF is damaged'
    : 'to debug a program of your own, call ps2ml_begin of ps2ml_report.c before it loads its model (docs/own-runtime.md)';
  return `Timed out after ${seconds} s of console time waiting for the program's mailbox: ${why}.`;
}

/** Behind the last operation of a pass. */
const behindAll = (position: Position, { operations }: Plan): Position => ({
  ...position,
  operation: operations.length,
});

/** Whether the program waits for its host: time does not pass there. */
function isAtWait(end: RunEnd, { waitAddress }: Pick<Running, 'waitAddress'>): boolean {
  return end.kind === 'breakpoint' && end.pc === waitAddress;
}
