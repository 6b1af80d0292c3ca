import type { Plan } from '../../../model/plan/plan';
import type { RunUntil, StopReason, TargetEvent } from '../../targets/target';
import { MailboxClient, type Look } from '../client';
import type { ModelsAtHand } from '../described/model';
import { DescribedProgram, type DescribedListener } from '../described/program';
import { findMailbox } from '../find';
import { until as untilCodes } from '../layout';
import type { MemoryPort } from '../memoryPort';
import type { Status } from '../status';
import { checkTokens } from './checkTokens';
import { LogitsWatch } from './logitsWatch';
import type { MailboxReports } from './mailboxReports';
import { readRam, writeRam } from './ram';
import { StackMark } from './stackMark';
import { tokensInMemory } from './tokensInMemory';

/** Where the mailbox of a program is. */
export interface MailboxPlace {
  readonly port: MemoryPort;
  /** Its address, where it is known; else it is searched for. */
  readonly mailbox?: number;
  /** Looks at the stack and at the logits of each token with each look: for memory that costs nothing to read. */
  readonly watchesMemory?: boolean;
}

/** What is needed to understand a program that describes itself. */
export interface Describing {
  readonly models: ModelsAtHand;
  readonly listener: DescribedListener;
}

/** What is known of a person with a controller. */
interface PersonState {
  /** The program waits for the person. */
  readonly isAwaited: boolean;
  /** It has waited before, so there is a controller. */
  readonly hasBeen: boolean;
  /** It is in the menu or in a pause. */
  readonly isAsked: boolean;
}

/** Why a program stands still. */
export type Outcome = Extract<TargetEvent, { readonly type: 'stopped' | 'ended' | 'failed' }>;

/** Controls a program through its mailbox, over any access to its memory. One call at a time. */
export class MailboxHost {
  private wantsPause = false;
  /** Whether the program was seen to keep its tokens where its plan says. */
  private hasTokens = false;
  private described: DescribedProgram | undefined;
  /** The state at the last look, and whether a person was ever asked: then there is a controller. */
  private person: PersonState = { isAwaited: false, hasBeen: false, isAsked: false };

  /** @param watches looked at whenever the mailbox is, where memory costs nothing. */
  constructor(
    readonly port: MemoryPort,
    private mailbox: MailboxClient,
    private readonly compiled: Plan,
    private readonly reports: MailboxReports,
    private readonly watches?: { readonly stack: StackMark; readonly logits: LogitsWatch },
  ) {}

  /**
   * The host of the program that runs in this memory; undefined as long as its mailbox is not there.
   * @throws MailboxError when the mailbox is damaged or of another version.
   */
  static async find(
    { port, mailbox: symbol, watchesMemory = false }: MailboxPlace,
    plan: Plan,
    reports: MailboxReports,
    describing?: Describing,
  ): Promise<MailboxHost | undefined> {
    const address = await findMailbox(port, symbol);
    if (address === undefined) return undefined;
    const mailbox = await MailboxClient.attach(port, address);
    const { description } = mailbox.identity;
    const isPlanned = description === undefined || describing === undefined;
    const watches =
      watchesMemory && isPlanned
        ? { stack: new StackMark(port, plan.stack), logits: new LogitsWatch(port, plan) }
        : undefined;
    const host = new MailboxHost(port, mailbox, plan, reports, watches);
    if (isPlanned) return host;
    return (await host.describe(description, describing)) ? host : undefined;
  }

  /** The description of a program that has one instead of a plan. */
  get description(): DescribedProgram | undefined {
    return this.described;
  }

  private get plan(): Plan {
    return this.described?.plan ?? this.compiled;
  }

  /** @returns whether the program's description could be read. */
  private async describe(address: number, { models, listener }: Describing): Promise<boolean> {
    const described = await DescribedProgram.at(address, this.port, models, listener);
    if (!described) return false;
    this.described = described;
    this.reports.describe(described.plan, described.model?.tokenizer);
    return true;
  }

  /** The mailbox itself, for what needs no rule. */
  get client(): MailboxClient {
    return this.mailbox;
  }

  /** The program waits for a person, and takes no commands. */
  get awaitsPerson(): boolean {
    return this.person.isAwaited;
  }

  /** A person can choose the texts of the program. */
  get hasPerson(): boolean {
    return this.person.hasBeen;
  }

  /** Reads news and reports it. @param hasText the text is from the model; otherwise it is the prompt or an older text. */
  async look(hasText: boolean): Promise<Look> {
    const { mailbox, reports, watches, port } = this;
    const look = await mailbox.look();
    if (this.described && (look.events.length > 0 || look.status?.state !== 'running')) {
      await this.described.refresh();
      reports.describe(this.described.plan, this.described.model?.tokenizer);
    }
    // The program reports the stack, too, but only when it stops.
    if (watches) reports.takeStack((await watches.stack.look(look.status, mailbox.identity)) ?? 0);
    const wasAsked = this.person.isAsked;
    // What comes after a wait and is not followed by a run is the prompt that a person chose.
    const isPrompt = wasAsked && look.status?.state !== 'running';
    await reports.take(look, mailbox, port, hasText && !isPrompt, watches?.logits);
    this.seePerson(look.status);
    if (!this.described) this.hasTokens ||= await checkTokens(this.plan, port, mailbox.identity, look);
    return look;
  }

  private seePerson(status: Status | undefined): void {
    if (status === undefined) return;
    const { isAwaited: wasAwaited, hasBeen } = this.person;
    const isAsked = status.state === 'waiting';
    const isAwaited = isAsked || (status.state === 'ended' && hasBeen);
    this.person = { isAwaited, hasBeen: hasBeen || isAsked, isAsked };
    if (isAwaited !== wasAwaited) this.reports.person(isAwaited, isAsked ? undefined : status.end);
  }

  /** Attaches to a running program, which no request of an earlier host may stop. */
  async takeOver(): Promise<void> {
    await this.mailbox.setBreakpoints([]);
    await this.mailbox.setUntil([]);
    await this.mailbox.setStopRange(0, 0xffffffff);
  }

  /** The program is about to resume, which cancels an earlier request to pause. */
  resumes(): void {
    this.wantsPause = false;
  }

  async run(until: RunUntil): Promise<void> {
    if (until.kind === 'operations') await this.mailbox.setUntil(until.operations);
    await this.mailbox.send('run', untilCodes[until.kind]);
  }

  /** Requests a stop. `pauseWhenFree` sends the request. */
  pause(): void {
    this.wantsPause = true;
  }

  /** Sends the requested stop when no other command is open. @returns whether it did. */
  async pauseWhenFree(): Promise<boolean> {
    if (!this.wantsPause || this.mailbox.pending !== undefined || this.awaitsPerson) return false;
    this.wantsPause = false;
    await this.mailbox.send('pause');
    return true;
  }

  /**
   * The program stands at its wait, because it has stopped or ended by itself. It would read a pause only after the
   * instruction at which it stands, where nothing shows that it waits, so a pause that it has not read is given up.
   */
  standsAtWait({ status }: Look): void {
    const isStanding = status?.state === 'stopped' || status?.state === 'ended';
    if (isStanding && this.mailbox.pending === 'pause') this.mailbox.withdraw();
  }

  /**
   * The outcome of a resumed program; undefined while it runs or has not acknowledged its command.
   * @throws MailboxError when it has rejected the command.
   */
  outcomeOf(look: Look, otherwise: StopReason = 'pause'): Outcome | undefined {
    const { status } = look;
    // It accepts no more commands.
    if (status?.state === 'failed') return { type: 'failed', message: status.error };
    if (!this.isSettled(look) || !status) return undefined;
    switch (status.state) {
      case 'stopped':
        return { type: 'stopped', reason: status.stop ?? otherwise, position: status.position };
      case 'ended':
        // The person may choose another text.
        if (this.hasPerson) return undefined;
        return { type: 'ended', reason: status.end ?? 'length' };
      default:
        return undefined;
    }
  }

  /** A program that ended before it could be paused has not rejected the pause. */
  private isSettled(look: Look): boolean {
    const isPause = this.mailbox.pending === 'pause';
    const isTooLate = isPause && look.status?.state === 'ended';
    const isTooEarly = isPause && (this.awaitsPerson || look.status?.state === 'waiting');
    try {
      return this.mailbox.settled(look);
    } catch (error) {
      // It pauses when the person lets it go on.
      this.wantsPause ||= isTooEarly;
      if (isTooLate || isTooEarly) return true;
      throw error;
    }
  }

  /** Bytes of RAM; fewer than requested at the end of RAM. */
  readMemory(address: number, length: number): Promise<Uint8Array> {
    return readRam(this.port, address, length);
  }

  /** @returns bytes written. */
  writeMemory(address: number, bytes: Uint8Array): Promise<number> {
    return writeRam(this.port, address, bytes);
  }

  /** Ids of the text in memory. */
  async tokens(): Promise<readonly number[]> {
    const { status } = await this.look(false);
    if (this.described) return this.described.tokens();
    return tokensInMemory(this.plan, this.port, status?.known ?? 0);
  }

  /** @returns a function that restores the current state, for when memory goes back to this point. */
  bookmark(): () => void {
    const [know, report] = [this.mailbox.bookmark(), this.reports.bookmark()];
    const { person } = this;
    return () => {
      this.person = person;
      know();
      report();
    };
  }

  /** Memory went back to an earlier point. The contents of the rings were reported before. */
  async rejoin(): Promise<void> {
    this.mailbox = await MailboxClient.rejoin(this.port, this.mailbox.identity.address);
  }

  /** Detaches from the program, which then no longer stops. */
  async detach(): Promise<void> {
    await this.mailbox.setBreakpoints([]);
    await this.mailbox.detach();
  }
}
