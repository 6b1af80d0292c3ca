import type { Plan } from '../../../model/plan/plan';
import type { TokenEvent, TraceEvent } from '../../../model/trace/events';
import type { Look } from '../client';
import type { MemoryPort } from '../memoryPort';
import type { Status } from '../status';
import { tokensInMemory } from './tokensInMemory';

/** A token at `position` is sampled by pass `pass`; one position before by the pass before. */
interface Anchor {
  readonly pass: number;
  readonly position: number;
}

/** Finds tokens whose events were overwritten before they were read: the plan's history holds every id of the text. */
export class LostTokens {
  /** Where the next token will stand; undefined as long as nobody knows. */
  private next: number | undefined;

  constructor(private readonly plan: Plan) {}

  /** A text begins with a prompt of so many tokens. */
  begin(promptTokens: number): void {
    this.next = this.plan.config.registers + promptTokens;
  }

  /** @returns goes back to where this is now, as often as it is called. */
  bookmark(): () => void {
    const { next } = this;
    return () => {
      this.next = next;
    };
  }

  /** Whatever this look knows of is the past of the text. */
  skip({ status }: Pick<Look, 'status'>, events: readonly TraceEvent[]): void {
    const known = knownIn(status);
    if (known === undefined) return;
    this.next = Math.max(known, ...tokensOf(events).map(({ position }) => position + 1));
  }

  /** The tokens that were sampled before the first of these events, and after everything that was told before. */
  async before(
    look: Pick<Look, 'status'>,
    events: readonly TraceEvent[],
    port: Pick<MemoryPort, 'read'>,
  ): Promise<TokenEvent[]> {
    const tokens = tokensOf(events);
    const [first] = tokens;
    const end = first?.position ?? knownIn(look.status);
    if (end === undefined) return [];
    const { next = end } = this;
    const anchor = first ?? anchorIn(look.status);
    this.next = Math.max(next, end, ...tokens.map(({ position }) => position + 1));
    if (!anchor || end <= next) return [];
    const { registers, vocabSize } = this.plan.config;
    const ids = await tokensInMemory(this.plan, port, end);
    return ids.slice(next - registers).flatMap((id, index): TokenEvent[] => {
      const position = next + index;
      const pass = anchor.pass - (anchor.position - position);
      return id < vocabSize && pass >= 0 ? [{ type: 'token', pass, position, id }] : [];
    });
  }
}

const tokensOf = (events: readonly TraceEvent[]): TokenEvent[] =>
  events.filter((event) => event.type === 'token');

/** Positions whose token is known, while a text is under way or over. */
function knownIn(status: Status | undefined): number | undefined {
  return status && hasText(status) ? status.known : undefined;
}

/** The pass that runs or has run last samples the token behind its positions. */
function anchorIn(status: Status | undefined): Anchor | undefined {
  if (!status || !hasText(status)) return undefined;
  const { pass, first, count } = status.position;
  return { pass, position: first + count };
}

const hasText = ({ state }: Status): boolean => state !== 'starting' && state !== 'loading';
