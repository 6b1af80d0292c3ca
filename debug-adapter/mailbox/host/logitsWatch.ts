import type { Plan } from '../../../model/plan/plan';
import type { OddsEvent, TokenEvent, TraceEvent } from '../../../model/trace/events';
import { oddsOf } from '../../../model/trace/odds';
import { floatsFrom } from '../../values/floats';
import type { MemoryPort } from '../memoryPort';
import type { Status } from '../status';

/** Reads the logits of a token that the program has just reported, as long as it has not overwritten them. */
export class LogitsWatch {
  private readonly logits: Plan['buffers'][number] | undefined;
  /** The operation that writes them. */
  private readonly writer: number;

  constructor(
    private readonly port: Pick<MemoryPort, 'read'>,
    plan: Plan,
  ) {
    this.logits = plan.buffers.find(({ name }) => name === 'logits');
    this.writer = plan.operations.findIndex(({ output }) => output.buffer === this.logits?.index);
  }

  /**
   * The odds of the last of these tokens.
   * @param status of the program when it had reported them; it has not run since.
   */
  async of(events: readonly TraceEvent[], status: Status | undefined): Promise<OddsEvent | undefined> {
    const token = events.findLast((event) => event.type === 'token');
    const { logits } = this;
    if (token === undefined || logits === undefined || !this.isThere(token, status)) return undefined;
    const bytes = await this.port.read(logits.start, logits.cols * 4);
    const odds = oddsOf(floatsFrom(bytes, 'ee'), token.id);
    const { pass, position } = token;
    return odds && { type: 'odds', pass, position, ...odds };
  }

  private isThere({ pass }: TokenEvent, status: Status | undefined): boolean {
    if (status === undefined || this.writer < 0) return false;
    const { position, state } = status;
    if (state === 'ended' || position.pass === pass) return true;
    return position.pass === pass + 1 && position.operation < this.writer;
  }
}
