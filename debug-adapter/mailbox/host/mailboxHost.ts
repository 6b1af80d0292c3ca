import type { Plan } from '../../../model/plan/plan';
import type { RunUntil, StopReason, TargetEvent } from '../../targets/target';
import { MailboxClient, type Look } from '../client';
import { findMailbox } from '../find';
import { until as untilCodes } from '../layout';
import type { MemoryPort } from '../memoryPort';
import type { MailboxReports } from './mailboxReports';
import { readRam, writeRam } from './ram';
import { StackMark } from './stackMark';
import { tokensInMemory } from './tokensInMemory';

/** Where the mailbox of a program is. */
export interface MailboxPlace {
  readonly port: MemoryPort;
  /** Its address, where it is known; else it is searched for. */
  readonly mailbox?: number;
  /** Looks at the stack with each look: for memory that costs nothing to read. */
  readonly watchesStack?: boolean;
}

/** Why a program stands still. */
export type Outcome = Extract<TargetEvent, { readonly type: 'stopped' | 'ended' | 'failed' }>;

/** Who talks with a program through its mailbox, whatever the way to its memory is. One call at a time. */
export class MailboxHost {
  private wantsPause = false;

  /** @param stack looked at whenever the mailbox is, where memory costs nothing. */
  constructor(
    readonly port: MemoryPort,
    private mailbox: MailboxClient,
    private readonly plan: Plan,
    private readonly reports: MailboxReports,
    private readonly stack?: StackMark,
  ) {}

  /**
   * The host of the program that runs in this memory; undefined as long as its mailbox is not there.
   * @throws MailboxError when the mailbox is damaged or of another version.
   */
  static async find(
    { port, mailbox: symbol, watchesStack = false }: MailboxPlace,
    plan: Plan,
    reports: MailboxReports,
  ): Promise<MailboxHost | undefined> {
    const address = await findMailbox(port, symbol);
    if (address === undefined) return undefined;
    const mailbox = await MailboxClient.attach(port, address);
    const stack = watchesStack ? new StackMark(port, plan.stack) : undefined;
    return new MailboxHost(port, mailbox, plan, reports, stack);
  }

  /** The mailbox itself, for what needs no rule. */
  get client(): MailboxClient {
    return this.mailbox;
  }

  /** Takes what is new and reports it. @param hasText the text is the model's; else the prompt, or an older one. */
  async look(hasText: boolean): Promise<Look> {
    const { mailbox, reports, stack, port } = this;
    const look = await mailbox.look();
    // The program says it too, but where it stands still alone.
    if (stack) reports.takeStack((await stack.look(look.status, mailbox.identity)) ?? 0);
    await reports.take(look, mailbox, port, hasText);
    return look;
  }

  /** A host that comes to a program that runs: nothing that an earlier one has asked for stops it. */
  async takeOver(): Promise<void> {
    await this.mailbox.setBreakpoints([]);
    await this.mailbox.setUntil([]);
    await this.mailbox.setStopRange(0, 0xffffffff);
  }

  /** The program is about to be let go on: an older wish to pause it means nothing any more. */
  resumes(): void {
    this.wantsPause = false;
  }

  async run(until: RunUntil): Promise<void> {
    if (until.kind === 'operations') await this.mailbox.setUntil(until.operations);
    await this.mailbox.send('run', untilCodes[until.kind]);
  }

  /** Wants a stop; `pauseWhenFree` asks for it. */
  pause(): void {
    this.wantsPause = true;
  }

  /** Asks for the stop that is wanted, once no other command is open. @returns whether it did. */
  async pauseWhenFree(): Promise<boolean> {
    if (!this.wantsPause || this.mailbox.pending !== undefined) return false;
    this.wantsPause = false;
    await this.mailbox.send('pause');
    return true;
  }

  /**
   * What a look says of a program that was let go on; undefined while it runs or has not taken its command.
   * @throws MailboxError when it has refused the command.
   */
  outcomeOf(look: Look, otherwise: StopReason = 'pause'): Outcome | undefined {
    const { status } = look;
    // It takes no command any more.
    if (status?.state === 'failed') return { type: 'failed', message: status.error };
    if (!this.isSettled(look) || !status) return undefined;
    switch (status.state) {
      case 'stopped':
        return { type: 'stopped', reason: status.stop ?? otherwise, position: status.position };
      case 'ended':
        return { type: 'ended', reason: status.end ?? 'length' };
      default:
        return undefined;
    }
  }

  /** A program that was at its end before it could be paused has refused nothing. */
  private isSettled(look: Look): boolean {
    const isTooLate = this.mailbox.pending === 'pause' && look.status?.state === 'ended';
    try {
      return this.mailbox.settled(look);
    } catch (error) {
      if (isTooLate) return true;
      throw error;
    }
  }

  /** Bytes of RAM; fewer than asked for where there is none. */
  readMemory(address: number, length: number): Promise<Uint8Array> {
    return readRam(this.port, address, length);
  }

  /** @returns bytes written. */
  writeMemory(address: number, bytes: Uint8Array): Promise<number> {
    return writeRam(this.port, address, bytes);
  }

  /** Ids of the text as it stands in memory. */
  async tokens(): Promise<readonly number[]> {
    const { status } = await this.look(false);
    return tokensInMemory(this.plan, this.port, status?.known ?? 0);
  }

  /** @returns goes back to what is known now, for when all of memory goes back to this moment. */
  bookmark(): () => void {
    const [know, report] = [this.mailbox.bookmark(), this.reports.bookmark()];
    return () => {
      know();
      report();
    };
  }

  /** Memory went back to an earlier moment: nothing of what the rings hold is news. */
  async rejoin(): Promise<void> {
    this.mailbox = await MailboxClient.rejoin(this.port, this.mailbox.identity.address);
  }

  /** Leaves the program to itself: it stops no more. */
  async detach(): Promise<void> {
    await this.mailbox.setBreakpoints([]);
    await this.mailbox.detach();
  }
}
