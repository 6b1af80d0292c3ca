import type { Plan } from '../../../model/plan/plan';
import type { ReadCounter, TraceEvent } from '../../../model/trace/events';
import { withOdds } from '../../../model/trace/odds';
import type { RunSettings } from '../../../model/plan/runSettings';
import type { Tokenizer } from '../../../model/tokenizer/tokenizer';
import type { Look, MailboxClient } from '../client';
import type { MemoryPort } from '../memoryPort';
import type { TargetEvent } from '../../targets/target';
import type { LogitsWatch } from './logitsWatch';
import { LostTokens } from './lostTokens';
import { MailboxTrace } from './mailboxTrace';
import { TokenText } from '../../targets/tokenText';
import { Utf8Stream } from '../../targets/utf8Stream';

/** Turns the news of a mailbox into events of a target. */
export class MailboxReports {
  readonly trace: MailboxTrace;
  private written = new Utf8Stream();
  private log = new Utf8Stream();
  private ids: TokenText | undefined;
  /** Of a program that describes itself: what its text is known by. */
  private describedBy: { readonly tokenizer: Tokenizer | undefined } | undefined;
  private readonly lostTokens: LostTokens;
  /** The last reported size of the stack in bytes. */
  private stackBytes = 0;
  /** Whether the counters of the ended text were reported. */
  private hasCounted = false;

  constructor(
    plan: Plan,
    private readonly emit: (event: TargetEvent) => void,
    /** Receives all output of the program, even if it is not reported. */
    private readonly onSaid: (text: string) => void = () => undefined,
  ) {
    this.trace = new MailboxTrace(plan);
    this.lostTokens = new LostTokens(plan);
  }

  /** A text starts. A program without TOKENS.BIN writes no text, so its tokens are shown as ids. */
  begin(run: Pick<RunSettings, 'prompt' | 'stopIds'>, tokenizer: Tokenizer | undefined): void {
    this.written = new Utf8Stream();
    this.log = new Utf8Stream();
    this.lostTokens.begin(run.prompt.length);
    this.ids = tokenizer ? undefined : new TokenText(undefined, run.prompt.at(-1), run.stopIds);
  }

  /**
   * The program describes itself, or more of itself: `plan` follows it, and its text is known by its tokens.
   * @param tokenizer that of its model, if it is known
   */
  describe(plan: Plan, tokenizer: Tokenizer | undefined): void {
    this.trace.plan = plan;
    this.lostTokens.plan = plan;
    if (this.describedBy && this.describedBy.tokenizer === tokenizer) return;
    this.describedBy = { tokenizer };
    this.ids = new TokenText(tokenizer, undefined, []);
  }

  /** @returns a function that restores the current state. It can be called several times. */
  bookmark(): () => void {
    const [trace, tokens, written, log, ids] = [
      this.trace.bookmark(),
      this.lostTokens.bookmark(),
      this.written.fork(),
      this.log.fork(),
      this.ids?.fork(),
    ];
    return () => {
      trace();
      tokens();
      this.written = written.fork();
      this.log = log.fork();
      this.ids = ids?.fork();
    };
  }

  /** Reports the maximum size of the stack in bytes, if it is larger than before. */
  takeStack(bytes: number): void {
    if (bytes <= this.stackBytes) return;
    this.stackBytes = bytes;
    this.emit({ type: 'trace', events: [{ type: 'stack', bytes }] });
  }

  /**
   * Reports news, and the counters at the end of a text.
   * @param hasText the text is from the model; otherwise it is the prompt or was written before the session attached.
   * @param logits reads how likely the tokens of the text were, where memory costs nothing.
   */
  async take(
    look: Look,
    mailbox: Pick<MailboxClient, 'identity' | 'readTotals'>,
    port: Pick<MemoryPort, 'read'>,
    hasText: boolean,
    logits?: LogitsWatch,
  ): Promise<void> {
    this.takeStack(look.counters.stackBytes);
    const reported = this.trace.eventsOf(look, mailbox.identity);
    const found = hasText ? await this.lostTokens.before(look, reported, port) : [];
    if (!hasText) this.lostTokens.skip(look, reported);
    const lost = { ...look.lost, events: Math.max(0, look.lost.events - found.length) };
    const isLost = lost.events + lost.text + lost.log > 0;
    // Lost entries are older than the remaining ones.
    const events: TraceEvent[] = [
      ...(isLost ? [{ type: 'lost' as const, ...lost }] : []),
      ...found,
      ...reported,
    ];
    const hasEnded = look.status?.state === 'ended';
    // A host looks repeatedly at a program that has ended.
    if (hasEnded && !this.hasCounted) events.push({ type: 'counters', rows: await this.countersOf(mailbox) });
    if (look.status) this.hasCounted = hasEnded;
    const odds = hasText ? await logits?.of(events, look.status) : undefined;
    if (events.length > 0) this.emit({ type: 'trace', events: withOdds(events, odds) });
    for (const { type, value, index } of look.events)
      if (type === 'text' && value > 1) this.emit({ type: 'newText', number: value, first: index });
    // The rest of a character is useless if its other bytes are lost.
    if (lost.text > 0) this.written = new Utf8Stream();
    if (lost.log > 0) this.log = new Utf8Stream();
    const written = this.written.next(look.text);
    this.onSaid(written);
    if (hasText) {
      const ids = events.map((event) => (event.type === 'token' ? this.ids?.next(event.id) : '')).join('');
      const text = written + ids;
      if (text !== '') this.emit({ type: 'text', text });
    }
    const log = this.log.next(look.log);
    this.onSaid(log);
    if (log !== '') this.emit({ type: 'log', text: log });
    if (isLost) this.emit({ type: 'log', text: sentenceOf(lost, found.length, hasText) });
  }

  /** A program that describes itself counts by its own table of matrices. */
  private async countersOf(mailbox: Pick<MailboxClient, 'readTotals'>): Promise<ReadCounter[]> {
    const rows = await mailbox.readTotals();
    const { plan } = this.trace;
    if (!plan.described) return rows;
    return rows.flatMap(({ matrix: index, ...row }) => {
      const matrix = index === undefined ? undefined : plan.reads[index]?.matrix;
      return row.reads === 0 ? [] : [{ ...(matrix !== undefined && { matrix }), ...row }];
    });
  }
}

/** A sentence about lost reports of a program. */
function sentenceOf({ events, text, log }: Look['lost'], found: number, hasText: boolean): string {
  const why = hasText
    ? 'Events arrived faster than they were read'
    : 'The program overwrote reports before this session attached';
  const but =
    found === 0 ? '' : ` ${found} more tokens were not read in time, but were restored from memory.`;
  return `${why}: ${events} events, ${text} bytes of text and ${log} bytes of log are lost.${but}\n`;
}
