import type { DescribedListener } from '../debug-adapter/mailbox/described/program';
import { emptyPlan } from '../debug-adapter/mailbox/described/plan';
import { MailboxHost } from '../debug-adapter/mailbox/host/mailboxHost';
import { MailboxReports } from '../debug-adapter/mailbox/host/mailboxReports';
import type { ModelsAtHand } from '../debug-adapter/mailbox/described/model';
import type { MemoryPort } from '../debug-adapter/mailbox/memoryPort';
import { withText } from '../debug-adapter/values/tokens';
import type { Plan } from '../model/plan/plan';
import type { TraceEvent } from '../model/trace/events';
import { nothingLost, sumOfLost, type RunTotals } from '../model/trace/runTotals';
import type { KnownModel } from '../project/program/otherModels';
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
  private words = '';
  private readonly reports: MailboxReports;

  /**
   * @param block address of its mailbox, if its symbols tell. @param models among which its model is looked for.
   * @param say receives sentences about what it reported.
   */
  constructor(
    private readonly port: MemoryPort,
    private readonly block: number | undefined,
    private readonly models: ModelsAtHand,
    private readonly say: (sentence: string) => void,
  ) {
    this.reports = new MailboxReports(emptyPlan, (event) => {
      const tokenizer = this.model?.tokenizer;
      if (event.type === 'text' && tokenizer) this.words += event.text;
      if (event.type !== 'trace') return;
      for (const item of event.events) if (item.type === 'lost') this.gone = sumOfLost(this.gone, item);
      this.events.push(...event.events.map((item) => withText(item, tokenizer)));
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

  /** The model that it runs, if that is known. */
  get model(): KnownModel | undefined {
    return this.host?.description?.model;
  }

  /** The text of its tokens; undefined without a tokenizer of its model. */
  get tokenText(): string | undefined {
    return this.model?.tokenizer && this.words;
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
    const { port, block, models } = this;
    const listener: DescribedListener = { planned: () => undefined, remark: this.say };
    const describing = { models, listener };
    const place = { port, ...(block !== undefined && { mailbox: block }) };
    const host = await MailboxHost.find(place, emptyPlan, this.reports, describing);
    // A program that executes a plan has no description.
    this.isOther = host !== undefined && host.description === undefined;
    return this.isOther ? undefined : host;
  }
}
