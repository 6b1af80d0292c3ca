import type { Plan } from '../../../model/plan/plan';
import type { RunSettings } from '../../../model/plan/runSettings';
import type { Tokenizer } from '../../../model/tokenizer/tokenizer';
import type { Look, MailboxClient } from '../client';
import type { TargetEvent } from '../../targets/target';
import { MailboxTrace } from './mailboxTrace';
import { TokenText } from '../../targets/tokenText';
import { Utf8Stream } from '../../targets/utf8Stream';

/** Turns what looks at a mailbox bring into events of a target. */
export class MailboxReports {
  readonly trace: MailboxTrace;
  private written = new Utf8Stream();
  private log = new Utf8Stream();
  private ids: TokenText | undefined;
  /** Bytes of the stack as last told. */
  private stackBytes = 0;
  /** The counters of the text that has ended were told. */
  private hasCounted = false;

  constructor(
    plan: Plan,
    private readonly emit: (event: TargetEvent) => void,
    /** Told whatever the program says, also what is not reported. */
    private readonly onSaid: (text: string) => void = () => undefined,
  ) {
    this.trace = new MailboxTrace(plan);
  }

  /** A text begins. A program without TOKENS.BIN writes none, so its tokens are shown by their ids. */
  begin(run: Pick<RunSettings, 'prompt' | 'stopIds'>, tokenizer: Tokenizer | undefined): void {
    this.written = new Utf8Stream();
    this.log = new Utf8Stream();
    this.ids = tokenizer ? undefined : new TokenText(undefined, run.prompt.at(-1), run.stopIds);
  }

  /** @returns goes back to where the reports are now, as often as it is called. */
  bookmark(): () => void {
    const [trace, written, log, ids] = [
      this.trace.bookmark(),
      this.written.fork(),
      this.log.fork(),
      this.ids?.fork(),
    ];
    return () => {
      trace();
      this.written = written.fork();
      this.log = log.fork();
      this.ids = ids?.fork();
    };
  }

  /** Reports how many bytes of the stack were in use at most, when it is more than was told. */
  takeStack(bytes: number): void {
    if (bytes <= this.stackBytes) return;
    this.stackBytes = bytes;
    this.emit({ type: 'trace', events: [{ type: 'stack', bytes }] });
  }

  /** Reports what is new, and at the end of a text the counters. @param hasText the text is the model's and not the prompt. */
  async take(
    look: Look,
    mailbox: Pick<MailboxClient, 'identity' | 'readTotals'>,
    hasText: boolean,
  ): Promise<void> {
    this.takeStack(look.counters.stackBytes);
    const { lost } = look;
    const events = this.trace.eventsOf(look.events, mailbox.identity);
    const isLost = lost.events + lost.text + lost.log > 0;
    // What is gone was older than what is there.
    if (isLost) events.unshift({ type: 'lost', ...lost });
    const hasEnded = look.status?.state === 'ended';
    // Whoever looks at a program that has ended looks again and again.
    if (hasEnded && !this.hasCounted) events.push({ type: 'counters', rows: await mailbox.readTotals() });
    if (look.status) this.hasCounted = hasEnded;
    if (events.length > 0) this.emit({ type: 'trace', events });
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
    if (isLost) {
      this.emit({
        type: 'log',
        text: `The program reported faster than it was read: ${lost.events} events, ${lost.text} bytes of text and ${lost.log} bytes of log are lost.`,
      });
    }
  }
}
