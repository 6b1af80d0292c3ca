import type { OperationKind } from '../plan/plan';
import type { TokenEvent, TraceEvent } from './events';
import { addTimes, noTime, splitOperation, type TimeSplit } from './timeSplit';

/** The sampled token, as far as views name it. */
export type SampledToken = Pick<TokenEvent, 'position' | 'id' | 'text'>;

/** Where the time of a pass went. */
export interface PassTime {
  readonly pass: number;
  /** Its positions; absent when the event of its beginning was lost. */
  readonly first?: number;
  readonly count?: number;
  readonly split: TimeSplit;
  /** The token that it ended with. */
  readonly token?: SampledToken;
}

/** Where the time of a token went: all passes since the token before it. */
export interface TokenTime {
  readonly token: SampledToken;
  readonly split: TimeSplit;
}

/** The measured times of a run: of the last passes one by one, of all passes together. */
export interface RunTimes {
  /** Ascending; the passes before them are only in the totals. */
  readonly passes: readonly PassTime[];
  /** Passes that are no longer kept one by one. */
  readonly dropped: number;
  /** Of all passes since the start of the run. */
  readonly total: TimeSplit;
  readonly lastToken?: TokenTime;
}

/** How many passes are kept one by one. */
export const keptPasses = 1024;

/** Follows a trace and splits its time; what was not measured leaves nothing. */
export class PassTimes {
  private passes: PassTime[];
  private dropped: number;
  private total: TimeSplit;
  private lastToken: TokenTime | undefined;
  private begun: Pick<PassTime, 'pass' | 'first' | 'count'> | undefined;
  private sinceToken = noTime;
  /** Of the reads that the next operation waits for. */
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
        // Preloads are done before the first operation, which does not wait for them.
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
    // Nothing was measured of it.
    if (last?.pass !== pass) return;
    const token = { position, id, ...(text !== undefined && { text }) };
    this.passes[this.passes.length - 1] = { ...last, token };
    this.lastToken = { token, split: this.sinceToken };
    this.sinceToken = noTime;
  }
}
