import type { Plan } from '../../../model/plan/plan';
import type { TokenEvent, TraceEvent } from '../../../model/trace/events';
import type { Look } from '../client';
import type { MemoryPort } from '../memoryPort';
import type { Status } from '../status';
import { tokensInMemory } from './tokensInMemory';

/** Pass `pass` samples the token at `position`. Each earlier pass sampled the token one position before. */
interface Anchor {
  readonly pass: number;
  readonly position: number;
}

/** Finds tokens whose events were overwritten before they were read. The plan's history contains every id of the text. */
export class LostTokens {
  /** Position of the next token; undefined while it is unknown. */
  private next: number | undefined;

  /** @param plan replaced when a program has described more of itself. */
  constructor(public plan: Plan) {}

  /** A text starts with a prompt of this many tokens. */
  begin(promptTokens: number): void {
    this.next = this.plan.config.registers + promptTokens;
  }

  /** @returns a function that restores the current state. It can be called several times. */
  bookmark(): () => void {
    const { next } = this;
    return () => {
      this.next = next;
    };
  }

  /** Skips all tokens that this look reports. */
  skip({ status }: Pick<Look, 'status'>, events: readonly TraceEvent[]): void {
    const known = knownIn(status);
    if (known === undefined) return;
    this.next = Math.max(known, ...tokensOf(events).map(({ position }) => position + 1));
  }

  /** The tokens that were sampled after the last reported token and before the first of these events. */
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
    // A program that describes itself keeps no plan's history.
    if (this.plan.described) return [];
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

/** Number of positions with a known token, during and after a text. */
function knownIn(status: Status | undefined): number | undefined {
  return status && hasText(status) ? status.known : undefined;
}

/** The current or last pass samples the token after its positions. */
function anchorIn(status: Status | undefined): Anchor | undefined {
  if (!status || !hasText(status)) return undefined;
  const { pass, first, count } = status.position;
  return { pass, position: first + count };
}

const hasText = ({ state }: Status): boolean => state !== 'starting' && state !== 'loading';
