import { ramBytes } from '../../model/plan/options';
import type { Plan } from '../../model/plan/plan';
import { encodeRun } from '../../model/plan/runFile';
import type { RunSettings } from '../../model/plan/runSettings';
import type { Program } from '../../project/program/program';
import { MailboxClient, type Look } from '../mailbox/client';
import { until as untilCodes } from '../mailbox/layout';
import type { Status } from '../mailbox/status';
import type { Position, RunUntil, Target, TargetCapabilities, TargetEvent } from './target';
import { checkArithmetic } from './arithmetic';
import { findProgram } from './findProgram';
import { LifeSigns } from './lifeSigns';
import type { Link, LinkOptions, LinkStarter } from './link';
import { MachineLog } from './machineLog';
import { MailboxReports } from './mailboxReports';
import { Stages } from './stages';
import { tokensInMemory } from './tokensInMemory';

/** Between two looks at a program that runs: none at first, for a step is short, then more and more. */
const pauseMs = { first: 1, most: 20 } as const;
const looksWithoutPause = 4;
/** In a stop the program is shown so often that its host lives; it wants that once a second. */
const beatMs = 400;

/** For so long a failure waits for the news that the machine has ended. */
const goneMs = 300;

/** A program that was found on its machine. */
interface Running {
  readonly link: Link;
  mailbox: MailboxClient;
}

/** A program on a machine at the other end of a link as a target: stops it through its mailbox, by looking at it. */
export class LinkTarget implements Target {
  readonly plan: Plan;
  private readonly listeners: ((event: TargetEvent) => void)[] = [];
  private readonly disposed = new AbortController();
  private readonly reports: MailboxReports;
  private readonly machineLog: MachineLog;
  private readonly life: LifeSigns;
  private starting: Promise<Link> | undefined;
  private running: Running | undefined;
  private run: RunSettings | undefined;
  private wantsPause = false;
  /** Where the program stands as far as the session knows; undefined while it runs. */
  private stopped: Position | undefined;
  private checkpoint: { readonly mark: number; readonly report: () => void } | undefined;
  /** The mailbox serves one call at a time. */
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    readonly capabilities: TargetCapabilities,
    private readonly program: Program,
    private readonly start: LinkStarter,
    private readonly options: LinkOptions,
  ) {
    this.plan = program.plan;
    this.machineLog = new MachineLog((text) => this.emit({ type: 'log', text }));
    this.reports = new MailboxReports(
      program.plan,
      (event) => this.emit(event),
      (text) => this.machineLog.heard(text),
    );
    this.life = new LifeSigns((text) => this.emit({ type: 'log', text }), options.stageMs);
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
    this.run = run;
    this.reports.begin(run, this.program.tokenizer);
    const either = AbortSignal.any([signal, this.disposed.signal]);
    const log = (text: string): void => this.machineLog.add(text);
    const waiting = { ...run, waitForDebuggerMs: this.options.stageMs };
    this.starting = this.start(this.program, waiting, { progress, log, signal: either });
    const link = await this.starting.catch((error: unknown) => {
      this.machineLog.end();
      throw error;
    });
    try {
      const stages = new Stages(progress, this.options.stageMs, either, link.gone);
      const mailbox = await findProgram(link, this.plan, stages);
      this.running = { link, mailbox };
      await this.reachEntry(stages);
      this.keepAlive();
    } catch (error) {
      this.running = undefined;
      this.machineLog.end();
      await link.close(this.options.request === 'attach');
      either.throwIfAborted();
      throw error;
    }
    link.gone.catch((error: unknown) => this.fail(error));
  }

  async setBreakpoints(operations: readonly number[]): Promise<void> {
    await this.alone(({ mailbox }) => mailbox.setBreakpoints(operations));
  }

  async resume(until: RunUntil): Promise<void> {
    this.wantsPause = false;
    this.stopped = undefined;
    const sent = this.alone(async ({ mailbox }) => {
      if (until.kind === 'operations') await mailbox.setUntil(until.operations);
      await mailbox.send('run', untilCodes[until.kind]);
    });
    try {
      await sent;
    } catch (error) {
      // Whether the program has taken the command cannot be known, so the session cannot go on.
      this.fail(error);
      return;
    }
    this.follow().catch((error: unknown) => this.fail(error));
  }

  pause(): Promise<void> {
    this.wantsPause = true;
    return Promise.resolve();
  }

  async readMemory(address: number, length: number): Promise<Uint8Array> {
    const readable = Math.max(0, Math.min(length, ramBytes - address));
    if (address < 0 || readable === 0) return new Uint8Array();
    return this.present.link.port.read(address, readable);
  }

  async writeMemory(address: number, bytes: Uint8Array): Promise<number> {
    const writable = Math.max(0, Math.min(bytes.length, ramBytes - address));
    if (address < 0 || writable === 0) return 0;
    await this.present.link.port.write(address, bytes.slice(0, writable));
    return writable;
  }

  symbolOf(address: number): string | undefined {
    return this.running?.link.symbolOf?.(address);
  }

  async tokens(): Promise<readonly number[]> {
    const { link, mailbox } = this.present;
    const { status } = await this.alone(() => mailbox.look());
    return tokensInMemory(this.plan, link.port, status?.known ?? 0);
  }

  async saveCheckpoint(): Promise<void> {
    const { stopped } = this;
    const { checkpoint } = this.present.link;
    if (!checkpoint) throw new Error(noCheckpoint);
    if (!stopped) throw new Error('The program is running: pause it first.');
    const mark = Math.floor(Math.random() * 4294967296);
    await this.alone(async ({ mailbox }) => {
      await mailbox.setMark(mark);
      await checkpoint.save();
      // Nobody says when it is done; meanwhile nothing else is written.
      await sleep(300);
    });
    this.checkpoint = { mark, report: this.reports.bookmark() };
  }

  async returnToCheckpoint(): Promise<Position> {
    const { checkpoint: kept } = this;
    const { link } = this.present;
    if (!link.checkpoint) throw new Error(noCheckpoint);
    if (!kept) throw new Error('There is no checkpoint in this session: save one first.');
    if (!this.stopped) throw new Error('The program is running: pause it first.');
    const stages = new Stages(() => undefined, 10_000, this.disposed.signal, link.gone);
    const advice = 'see what the emulator says of its save state';
    const { checkpoint } = link;
    const position = await this.alone(async (running) => {
      await running.mailbox.setMark((kept.mark + 1) >>> 0);
      await checkpoint.load();
      await stages.wait('the return to the checkpoint', advice, async () =>
        (await running.mailbox.mark()) === kept.mark ? true : undefined,
      );
      kept.report();
      running.mailbox = await MailboxClient.rejoin(link.port, running.mailbox.identity.address);
      const { status } = await running.mailbox.look();
      if (status?.state !== 'stopped') {
        throw new Error(
          'The checkpoint was taken while the program ran: end the session and start it again.',
        );
      }
      return status.position;
    });
    this.stopped = position;
    this.keepAlive();
    return position;
  }

  async dispose(stays = this.options.stays): Promise<void> {
    if (this.disposed.signal.aborted) return;
    this.disposed.abort(new Error('The session has ended.'));
    const link = await this.starting?.catch(() => undefined);
    const { running } = this;
    if (stays && running) {
      const detach = running.mailbox.setBreakpoints([]).then(() => running.mailbox.detach());
      await Promise.race([detach.catch(() => undefined), sleep(1000)]);
    }
    await link?.close(stays);
  }

  /** Brings the program before operation 0 of the text, or where it is, and reports that stop. */
  private async reachEntry(stages: Stages): Promise<void> {
    const { request, isNewRun } = this.options;
    const status = await this.standing(stages, request === 'attach' || isNewRun);
    const begins = isNewRun || status.state === 'ended';
    const at = begins ? await this.beginAnew(stages) : status;
    await this.present.mailbox.setHostLimit(10_000);
    this.stopped = at.position;
    this.emit({ type: 'stopped', reason: at.stop ?? 'entry', position: at.position });
  }

  private async beginAnew(stages: Stages): Promise<Status> {
    const { mailbox } = this.present;
    const { run } = this;
    if (!run) throw new Error('The target has not been launched.');
    await mailbox.newRun(encodeRun(this.plan, run));
    return this.standing(stages, false);
  }

  /** Waits until the program stands still and no command is open. @param pauses stops one that runs. */
  private standing(stages: Stages, pauses: boolean): Promise<Status> {
    const { mailbox, link } = this.present;
    let wantsPause = pauses;
    const advice = 'look into the Debug Console for what the program says';
    return stages.wait('the program to load its files and stop', advice, async () => {
      const look = await mailbox.look();
      await this.reports.take(look, mailbox, false);
      await mailbox.beat();
      const { status } = look;
      if (status?.state === 'failed') throw new Error(status.error);
      await this.life.check(look.counters.heartbeat, link);
      if (!mailbox.settled(look) || !status) return undefined;
      if (wantsPause && status.state === 'running') {
        wantsPause = false;
        await mailbox.send('pause');
        return undefined;
      }
      return status.state === 'stopped' || status.state === 'ended' ? status : undefined;
    });
  }

  /** Looks at the program until it stands still, and reports that. */
  private async follow(): Promise<void> {
    let [looks, wait]: [number, number] = [0, pauseMs.first];
    let lastBeat = performance.now();
    this.life.goesOn();
    while (!this.disposed.signal.aborted) {
      const isStill = await this.alone(async ({ mailbox, link }) => {
        if (this.wantsPause && mailbox.pending === undefined) {
          this.wantsPause = false;
          [looks, wait] = [0, pauseMs.first];
          await mailbox.send('pause');
        }
        const look = await mailbox.look();
        if (this.disposed.signal.aborted) return true;
        await this.reports.take(look, mailbox, true);
        if (mailbox.settled(look) && this.report(look)) return true;
        await this.life.check(look.counters.heartbeat, link);
        if (performance.now() - lastBeat > beatMs) {
          lastBeat = performance.now();
          await mailbox.beat();
        }
        return false;
      });
      if (isStill) return;
      if (++looks <= looksWithoutPause) continue;
      await sleep(wait);
      wait = Math.min(wait * 1.5, pauseMs.most);
    }
  }

  /** @returns whether the program stands still, which was reported. */
  private report({ status }: Look): boolean {
    if (status?.state === 'failed') this.emit({ type: 'failed', message: status.error });
    else if (status?.state === 'ended') {
      this.machineLog.end();
      this.emit({ type: 'ended', reason: status.end ?? 'length' });
    } else if (status?.state === 'stopped') {
      this.stopped = status.position;
      this.keepAlive();
      this.emit({ type: 'stopped', reason: status.stop ?? 'pause', position: status.position });
    } else return false;
    return true;
  }

  /** Shows the stopped program again and again that its host lives, and notices when it is not where it was. */
  private keepAlive(): void {
    const { stopped } = this;
    const turn = async (): Promise<void> => {
      for (;;) {
        await sleep(beatMs);
        if (this.disposed.signal.aborted || this.stopped !== stopped) return;
        await this.alone(async ({ mailbox }) => {
          if (this.stopped !== stopped) return;
          await mailbox.beat();
        });
      }
    };
    turn().catch((error: unknown) => this.fail(error));
  }

  /** One after another with everything else that speaks with the mailbox. */
  private alone<T>(work: (running: Running) => Promise<T>): Promise<T> {
    const done = this.last.then(() => work(this.present));
    this.last = done.catch(() => undefined);
    return done;
  }

  private fail(error: unknown): void {
    this.stopped = undefined;
    // When the machine itself has gone, that says more than what failed because of it.
    const gone = this.running?.link.gone.catch((reason: unknown) => reason);
    void Promise.race([gone, sleep(goneMs)]).then((reason) => {
      const told = reason ?? error;
      this.machineLog.end();
      this.emit({ type: 'failed', message: told instanceof Error ? told.message : String(told) });
    });
  }

  private get present(): Running {
    if (!this.running) throw new Error('The target has not been launched.');
    return this.running;
  }

  private emit(event: TargetEvent): void {
    if (this.disposed.signal.aborted) return;
    for (const listener of this.listeners) listener(event);
  }
}

const noCheckpoint =
  'Checkpoints need a save-state slot of the emulator that is yours to overwrite: write for example "checkpointSlot": 9 in the launch configuration.';

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
