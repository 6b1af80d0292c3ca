import type { DescribedListener } from '../debug-adapter/mailbox/described/program';
import { emptyPlan } from '../debug-adapter/mailbox/described/plan';
import { MailboxHost } from '../debug-adapter/mailbox/host/mailboxHost';
import { MailboxReports } from '../debug-adapter/mailbox/host/mailboxReports';
import type { MemoryPort } from '../debug-adapter/mailbox/memoryPort';
import type { Model } from '../model/model';
import type { Plan } from '../model/plan/plan';
import type { TraceEvent } from '../model/trace/events';
import { nothingLost, sumOfLost, type RunTotals } from '../model/trace/runTotals';
import type { DriveLogEntry } from '../ps2/drive/drive';

/** Without a symbol, all of RAM is searched, so not at every look. */
const looksPerSearch = 20;

/** Follows a program without a plan that describes itself, without ever stopping it. */
export class DescribedImage {
  /** What it reported, in order. The plan grows meanwhile, so a trace is written at the end. */
  readonly events: TraceEvent[] = [];
  private host: MailboxHost | undefined;
  private isOther = false;
  private looks = 0;
  private gone = nothingLost;
  private readonly reports: MailboxReports;

  /**
   * @param block address of its mailbox, if its symbols tell. @param model on the disc, if there is one.
   * @param say receives sentences about what it reported.
   */
  constructor(
    private readonly port: MemoryPort,
    private readonly block: number | undefined,
    private readonly model: Model | undefined,
    private readonly say: (sentence: string) => void,
  ) {
    this.reports = new MailboxReports(emptyPlan, (event) => {
      if (event.type !== 'trace') return;
      for (const item of event.events) if (item.type === 'lost') this.gone = sumOfLost(this.gone, item);
      this.events.push(...event.events);
    });
  }

  addDrive(entries: readonly DriveLogEntry[]): void {
    this.reports.trace.addDrive(entries);
  }

  get lost(): RunTotals['lost'] {
    return this.gone;
  }

  /** Its description as a plan; undefined when it has none. */
  get plan(): Plan | undefined {
    return this.host?.description?.plan;
  }

  get tokens(): number[] {
    return this.events.flatMap((event) => (event.type === 'token' ? [event.id] : []));
  }

  /** Reads what is new. @returns whether the program has reported its end. */
  async look(): Promise<boolean> {
    this.host ??= await this.find();
    if (!this.host) return false;
    const { status } = await this.host.look(true);
    return status?.state === 'ended';
  }

  /** Ends with the sentences about its description. */
  async finish(): Promise<void> {
    await this.host?.description?.learn();
  }

  private async find(): Promise<MailboxHost | undefined> {
    const isTime = this.block !== undefined || this.looks++ % looksPerSearch === 0;
    if (this.isOther || !isTime) return undefined;
    const { port, block, model } = this;
    const listener: DescribedListener = { planned: () => undefined, remark: this.say };
    const describing = { model, tokenizer: undefined, listener };
    const place = { port, ...(block !== undefined && { mailbox: block }) };
    const host = await MailboxHost.find(place, emptyPlan, this.reports, describing);
    // A program that executes a plan has no description.
    this.isOther = host !== undefined && host.description === undefined;
    return this.isOther ? undefined : host;
  }
}
