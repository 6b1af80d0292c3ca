import type { OperationKind } from '../plan/plan';
import type { TokenEvent, TraceEvent } from './events';
import { addTimes, noTime, splitOperation, type TimeSplit } from './timeSplit';

/** The sampled token, for display. */
export type SampledToken = Pick<TokenEvent, 'position' | 'id' | 'text'>;

/** The time of a pass by what it was spent on. */
export interface PassTime {
  readonly pass: number;
  /** Its positions; absent if its start event was lost. */
  readonly first?: number;
  readonly count?: number;
  readonly split: TimeSplit;
  /** The token at its end. */
  readonly token?: SampledToken;
}

/** The time of a token by what it was spent on: all passes since the previous token. */
export interface TokenTime {
  readonly token: SampledToken;
  readonly split: TimeSplit;
}

/** The measured times of a run: of each of the last passes, and of all passes together. */
export interface RunTimes {
  /** Ascending; earlier passes are only in the totals. */
  readonly passes: readonly PassTime[];
  /** Passes that are only in the totals. */
  readonly dropped: number;
  /** Of all passes since the start of the run. */
  readonly total: TimeSplit;
  readonly lastToken?: TokenTime;
}

/** How many single passes are kept. */
export const keptPasses = 1024;

/** Follows a trace and splits its time; unmeasured events are ignored. */
export class PassTimes {
  private passes: PassTime[];
  private dropped: number;
  private total: TimeSplit;
  private lastToken: TokenTime | undefined;
  private begun: Pick<PassTime, 'pass' | 'first' | 'count'> | undefined;
  private sinceToken = noTime;
  /** Time of the reads that the next operation waits for. */
  private readMs = 0;

  /**
   * @param kinds of the plan's operations by index
   * @param before the times of an earlier part of the run
   */
  constructor(
    private readonly kinds: readonly OperationKind[],
    before: RunTimes = { passes: [], dropped: 0, total: noTime },
  ) {
    this.passes = [...before.passes];
    this.dropped = before.dropped;
    this.total = before.total;
    this.lastToken = before.lastToken;
  }

  get times(): RunTimes {
    const { passes, dropped, total, lastToken } = this;
    return { passes, dropped, total, ...(lastToken !== undefined && { lastToken }) };
  }

  add(event: TraceEvent): void {
    switch (event.type) {
      case 'pass':
        this.begun = { pass: event.pass, first: event.first, count: event.count };
        break;
      case 'read':
        // Preloads finish before the first operation, which does not wait for them.
        if (event.pass >= 0) this.readMs += event.ms ?? 0;
        break;
      case 'operation': {
        const kind = this.kinds[event.operation];
        if (kind !== undefined && event.ms !== undefined)
          this.addTime(event.pass, splitOperation(kind, event.ms, this.readMs));
        this.readMs = 0;
        break;
      }
      case 'token':
        this.endToken(event);
        break;
      case 'lost':
        // Reads from before the gap may belong to an operation that was lost with it.
        this.readMs = 0;
        break;
      case 'counters':
      case 'stack':
      case 'odds':
      case 'end':
        break;
    }
  }

  private addTime(pass: number, split: TimeSplit): void {
    this.total = addTimes(this.total, split);
    this.sinceToken = addTimes(this.sinceToken, split);
    const last = this.passes.at(-1);
    if (last?.pass === pass) {
      this.passes[this.passes.length - 1] = { ...last, split: addTimes(last.split, split) };
      return;
    }
    this.passes.push({ ...(this.begun?.pass === pass ? this.begun : { pass }), split });
    if (this.passes.length > keptPasses) {
      this.passes.shift();
      this.dropped++;
    }
  }

  private endToken({ pass, position, id, text }: TokenEvent): void {
    const last = this.passes.at(-1);
    // It was not measured.
    if (last?.pass !== pass) return;
    const token = { position, id, ...(text !== undefined && { text }) };
    this.passes[this.passes.length - 1] = { ...last, token };
    this.lastToken = { token, split: this.sinceToken };
    this.sinceToken = noTime;
  }
}
