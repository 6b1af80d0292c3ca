import type { Plan } from '../../model/plan/plan';
import { encodeRun } from '../../model/plan/runFile';
import type { RunSettings } from '../../model/plan/runSettings';
import type { Program } from '../../project/program/program';
import { modelsOf } from '../mailbox/described/modelsOf';
import type { DescribedListener, DescribedProgram } from '../mailbox/described/program';
import { endedEarly, learnedSentence, ownTextSentence } from '../mailbox/described/sentences';
import { findProgram } from '../mailbox/host/findProgram';
import { LifeSigns } from '../mailbox/host/lifeSigns';
import type { MailboxHost, Outcome } from '../mailbox/host/mailboxHost';
import { MailboxReports } from '../mailbox/host/mailboxReports';
import type { Status } from '../mailbox/status';
import type { TargetDescriptor } from '../../targets/descriptor';
import type { Position, RunUntil, SaveState, Target, TargetEvent } from './target';
import { linkFailure } from '../errors/actionOf';
import { noCheckpoints } from '../debuggee/refusals';
import type { Link, LinkOptions, LinkStarter } from './link';
import { Listeners } from './listeners';
import { MachineLaunch } from './machineLaunch';
import { MachineLog } from './machineLog';
import { Stages } from './stages';

/** Pauses between two looks at a running program: none at first, because a step is short, then longer and longer. */
const pauseMs = { first: 1, most: 20 } as const;
const looksWithoutPause = 4;
/** Interval of the host's heartbeat during a stop. The program expects one per second. */
const beatMs = 400;

/** How long a failure waits for the report that the machine has ended. */
const goneMs = 300;

/** A program that runs on its machine. */
interface Running {
  readonly link: Link;
  readonly host: MailboxHost;
}

/** A program on a connected machine as a target, controlled by polling its mailbox. */
export class LinkTarget implements Target {
  private known: Plan;
  private readonly listeners = new Listeners();
  private readonly reports: MailboxReports;
  private readonly machineLog: MachineLog;
  private readonly life: LifeSigns;
  private readonly launching = new MachineLaunch<Link>(this.listeners.signal, (link, stays) =>
    link.close(stays),
  );
  private running: Running | undefined;
  private run: RunSettings | undefined;
  /** Where the program was last seen stopped; undefined while it runs. */
  private stopped: Position | undefined;
  private checkpoint: { readonly mark: number; readonly report: () => void } | undefined;
  /** The mailbox serves one call at a time. */
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    readonly descriptor: TargetDescriptor,
    private readonly program: Program,
    private readonly start: LinkStarter,
    private readonly options: LinkOptions,
  ) {
    this.known = program.plan;
    const { emit } = this.listeners;
    const log = (text: string): void => emit({ type: 'log', text });
    this.machineLog = new MachineLog(log);
    this.reports = new MailboxReports(program.plan, emit, (text) => this.machineLog.heard(text));
    this.life = new LifeSigns(log, options.stageMs);
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
    const { request, stageMs } = this.options;
    const log = (text: string): void => this.machineLog.add(text);
    const waiting = { ...run, waitForDebuggerMs: stageMs };
    try {
      await this.launching.run(signal, {
        stays: request === 'attach',
        start: (either) => this.start(this.program, waiting, { progress, log, signal: either }),
        prepare: (link, either) => this.prepare(link, new Stages(progress, stageMs, either, link.gone)),
      });
    } catch (error) {
      this.running = undefined;
      this.machineLog.end();
      throw signal.aborted ? error : linkFailure(error);
    }
    this.keepAlive();
    this.present.link.gone.catch((error: unknown) => this.fail(error));
  }

  async setBreakpoints(operations: readonly number[]): Promise<void> {
    await this.alone(({ host }) => host.client.setBreakpoints(operations));
  }

  async resume(until: RunUntil): Promise<void> {
    this.present.host.resumes();
    this.stopped = undefined;
    try {
      await this.alone(({ host }) => host.run(until));
    } catch (error) {
      // It is unknown whether the program has received the command, so the session cannot continue.
      this.fail(error);
      return;
    }
    this.follow().catch((error: unknown) => this.fail(error));
  }

  pause(): Promise<void> {
    this.running?.host.pause();
    return Promise.resolve();
  }

  async readMemory(address: number, length: number): Promise<Uint8Array> {
    return this.present.host.readMemory(address, length);
  }

  async writeMemory(address: number, bytes: Uint8Array): Promise<number> {
    return this.present.host.writeMemory(address, bytes);
  }

  symbolOf(address: number): string | undefined {
    return this.running?.link.symbolOf?.(address);
  }

  async tokens(): Promise<readonly number[]> {
    return this.alone(({ host }) => host.tokens());
  }

  protected async saveCheckpoint(): Promise<void> {
    const { stopped } = this;
    const { checkpoint } = this.present.link;
    if (!checkpoint) throw noCheckpoints(this.descriptor);
    if (!stopped) throw new Error('The program is running: pause it first.');
    const mark = Math.floor(Math.random() * 4294967296);
    await this.alone(async ({ host }) => {
      await host.client.setMark(mark);
      await checkpoint.save();
      // The end of the save is not reported. Nothing else may be written meanwhile.
      await sleep(300);
    });
    this.checkpoint = { mark, report: this.reports.bookmark() };
  }

  protected async returnToCheckpoint(): Promise<Position> {
    const { checkpoint: kept } = this;
    const { link } = this.present;
    if (!link.checkpoint) throw noCheckpoints(this.descriptor);
    if (!kept) throw new Error('There is no checkpoint in this session: save one first.');
    if (!this.stopped) throw new Error('The program is running: pause it first.');
    const stages = new Stages(() => undefined, 10_000, this.listeners.signal, link.gone);
    const advice = 'check the message of the emulator about its save state';
    const { checkpoint } = link;
    const position = await this.alone(async ({ host }) => {
      await host.client.setMark((kept.mark + 1) >>> 0);
      await checkpoint.load();
      await stages.wait('the return to the checkpoint', advice, async () =>
        (await host.client.mark()) === kept.mark ? true : undefined,
      );
      kept.report();
      await host.rejoin();
      const { status } = await host.client.look();
      if (status?.state !== 'stopped') {
        throw new Error('The checkpoint was saved while the program was running: restart the session.');
      }
      return status.position;
    });
    this.stopped = position;
    this.keepAlive();
    return position;
  }

  async dispose(stays = this.options.stays): Promise<void> {
    if (this.listeners.signal.aborted) return;
    this.listeners.end();
    const { running } = this;
    if (stays && running) {
      await Promise.race([running.host.detach().catch(() => undefined), sleep(1000)]);
    }
    await this.launching.close(stays);
  }

  /** Finds the program on a connected machine and brings it to the entry stop. */
  private async prepare(link: Link, stages: Stages): Promise<void> {
    const { port, mailbox } = link;
    const place = { port, ...(mailbox !== undefined && { mailbox }) };
    const describing = { models: modelsOf(this.program), listener: this.describedListener };
    const host = await findProgram(place, this.plan, stages, this.reports, describing);
    // A program with another model must not get this one.
    const { description } = host;
    if (!description || description.model?.model === this.program.model) link.recognised?.();
    this.running = { link, host };
    await host.takeOver();
    if (host.description) await this.reachDescribed(host.description, stages);
    else await this.reachEntry(stages);
  }

  /** Stops the program before operation 0 of the text, or where it is, and reports that stop. */
  private async reachEntry(stages: Stages): Promise<void> {
    const { request, isNewRun } = this.options;
    const status = await this.standing(stages, request === 'attach' || isNewRun);
    const begins = isNewRun || status.state === 'ended';
    const at = begins ? await this.beginAnew(stages) : status;
    await this.present.host.client.setHostLimit(10_000);
    this.stopped = at.position;
    this.listeners.emit({ type: 'stopped', reason: at.stop ?? 'entry', position: at.position });
  }

  /** Stops a program that describes itself where it is, after one pass at least, so that its operations are known. */
  private async reachDescribed(description: DescribedProgram, stages: Stages): Promise<void> {
    const { listener, host } = { listener: this.describedListener, host: this.present.host };
    let status = await this.standing(stages, true);
    if (status.state === 'stopped' && !description.isLearned) {
      host.resumes();
      await host.run({ kind: 'pass' });
      status = await this.standing(stages, false);
      if (status.state === 'stopped') listener.remark(learnedSentence);
    }
    if (status.state !== 'stopped') throw new Error(endedEarly);
    if (this.options.isNewRun) listener.remark(ownTextSentence);
    await description.learn();
    await host.client.setHostLimit(10_000);
    this.stopped = status.position;
    this.listeners.emit({ type: 'stopped', reason: 'entry', position: status.position });
  }

  private readonly describedListener: DescribedListener = {
    planned: (plan, tokens) => {
      this.known = plan;
      this.listeners.emit({ type: 'planned', ...(tokens && { tokens }) });
    },
    remark: (sentence) => this.listeners.emit({ type: 'log', text: `${sentence}\n` }),
  };

  private async beginAnew(stages: Stages): Promise<Status> {
    const { host } = this.present;
    const { run } = this;
    if (!run) throw new Error('The target has not been launched.');
    await host.client.newRun(encodeRun(this.plan, run));
    return this.standing(stages, false);
  }

  /** Waits until the program is stopped and no command is open. @param pauses stops a running program. */
  private standing(stages: Stages, pauses: boolean): Promise<Status> {
    const { host, link } = this.present;
    if (pauses) host.pause();
    const advice = 'check the output of the program in the Debug Console';
    return stages.wait('the program to load its files and stop', advice, async () => {
      const look = await host.look(false);
      await host.client.beat();
      const { status } = look;
      if (status?.state === 'failed') throw new Error(status.error);
      await this.life.check(look.counters.heartbeat, link);
      if (!host.client.settled(look) || !status) return undefined;
      if (status.state === 'running') await host.pauseWhenFree();
      return status.state === 'stopped' || status.state === 'ended' ? status : undefined;
    });
  }

  /** Polls the program until it stops, and reports that. */
  private async follow(): Promise<void> {
    let [looks, wait]: [number, number] = [0, pauseMs.first];
    let lastBeat = performance.now();
    this.life.goesOn();
    while (!this.listeners.signal.aborted) {
      const isStill = await this.alone(async ({ host, link }) => {
        if (await host.pauseWhenFree()) [looks, wait] = [0, pauseMs.first];
        const look = await host.look(true);
        const outcome = host.outcomeOf(look);
        if (outcome) this.report(outcome);
        if (outcome || this.listeners.signal.aborted) return true;
        await this.life.check(look.counters.heartbeat, link);
        if (performance.now() - lastBeat > beatMs) {
          lastBeat = performance.now();
          await host.client.beat();
        }
        return false;
      });
      if (isStill) return;
      if (++looks <= looksWithoutPause) continue;
      await sleep(wait);
      wait = Math.min(wait * 1.5, pauseMs.most);
    }
  }

  /** Reports a stop of the program. */
  private report(outcome: Outcome): void {
    if (outcome.type === 'ended') this.machineLog.end();
    if (outcome.type === 'stopped') {
      this.stopped = outcome.position;
      this.keepAlive();
    }
    this.listeners.emit(outcome);
  }

  /** Sends the stopped program a regular heartbeat, and detects if it has moved. */
  private keepAlive(): void {
    const { stopped } = this;
    const turn = async (): Promise<void> => {
      for (;;) {
        await sleep(beatMs);
        if (this.listeners.signal.aborted || this.stopped !== stopped) return;
        await this.alone(async ({ host }) => {
          if (this.stopped !== stopped) return;
          await host.client.beat();
        });
      }
    };
    turn().catch((error: unknown) => this.fail(error));
  }

  /** Runs work that uses the mailbox, one at a time. */
  private alone<T>(work: (running: Running) => Promise<T>): Promise<T> {
    const done = this.last.then(() => work(this.present));
    this.last = done.catch(() => undefined);
    return done;
  }

  private fail(error: unknown): void {
    this.stopped = undefined;
    // The end of the machine explains more than the failure that it caused.
    const gone = this.running?.link.gone.catch((reason: unknown) => reason);
    void Promise.race([gone, sleep(goneMs)]).then((reason) => {
      this.machineLog.end();
      this.listeners.fail(reason ?? error);
    });
  }

  private get present(): Running {
    if (!this.running) throw new Error('The target has not been launched.');
    return this.running;
  }
}

/** A connected machine that can store one stop in a save state. */
export class SavingLinkTarget extends LinkTarget {
  readonly saveState: SaveState = {
    save: () => this.saveCheckpoint(),
    load: () => this.returnToCheckpoint(),
  };
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
