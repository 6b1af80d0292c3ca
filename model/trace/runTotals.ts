import type { LostEvent, ReadCounter, TraceEvent } from './events';
import { PassTimes, type RunTimes } from './passTimes';
import { ReadTotals, type ReadTotal } from './readTotals';
import type { SessionPlan } from './session';

/** The time of one operation of a plan in all passes. */
export interface OperationTotal {
  readonly count: number;
  /** With the waits for its reads, if measured. */
  readonly ms?: number;
}

/** Events lost between the machine and its host. */
export type LostCounts = Pick<LostEvent, 'events' | 'text' | 'log'>;

/** The sums of a run as plain JSON. */
export interface RunTotalsJson {
  /** By the index of the read and of the operation. */
  readonly reads: readonly ReadTotal[];
  readonly operations: readonly OperationTotal[];
  readonly times: RunTimes;
  readonly passes: number;
  readonly tokens: number;
  readonly positions: number;
  readonly lost: LostCounts;
  /** The machine's own read counters, if it has any; they are correct even if events were lost. */
  readonly counters?: readonly ReadCounter[];
  /** Maximum stack usage in bytes, if observed. */
  readonly stackBytes?: number;
}

export const nothingLost: LostCounts = { events: 0, text: 0, log: 0 };

export function sumOfLost(a: LostCounts, b: LostCounts): LostCounts {
  return { events: a.events + b.events, text: a.text + b.text, log: a.log + b.log };
}

/** Sums up the events of a run; only the last passes are kept individually, so it stays small. */
export class RunTotals {
  /** Started passes. */
  passes = 0;
  tokens = 0;
  /** Positions whose keys and values are in the cache. */
  positions = 0;
  lost = nothingLost;
  /** The machine's last reported counters. */
  counters: readonly ReadCounter[] | undefined;
  /** Maximum stack usage in bytes, if observed. */
  stackBytes: number | undefined;
  private readTotals: ReadTotals;
  private operationTotals: OperationTotal[];
  private passTimes: PassTimes;

  /** @param before the sums of an earlier part of the run. */
  constructor(
    private readonly plan: Pick<SessionPlan, 'reads' | 'operations' | 'matrices'>,
    before?: RunTotalsJson,
  ) {
    const kinds = plan.operations.map(({ kind }) => kind);
    this.readTotals = new ReadTotals(before?.reads ?? plan.reads.map(() => ({ count: 0, sectors: 0 })));
    this.operationTotals = [...(before?.operations ?? plan.operations.map(() => ({ count: 0 })))];
    this.passTimes = new PassTimes(kinds, before?.times);
    if (before === undefined) return;
    const { passes, tokens, positions, lost, counters, stackBytes } = before;
    Object.assign(this, { passes, tokens, positions, lost, counters, stackBytes });
  }

  /** By the read's index. */
  get reads(): readonly ReadTotal[] {
    return this.readTotals.all;
  }

  /** By the operation's index. */
  get operations(): readonly OperationTotal[] {
    return this.operationTotals;
  }

  /** Measured times; without passes if none was measured. */
  get times(): RunTimes {
    return this.passTimes.times;
  }

  toJSON(): RunTotalsJson {
    const { reads, operations, times, passes, tokens, positions, lost, counters, stackBytes } = this;
    const json = { reads, operations, times, passes, tokens, positions, lost };
    return {
      ...json,
      ...(counters !== undefined && { counters }),
      ...(stackBytes !== undefined && { stackBytes }),
    };
  }

  /** Adds events in order; those with an index outside the plan are dropped. */
  add(events: readonly TraceEvent[]): void {
    for (const event of events) this.addOne(event);
  }

  private addOne(event: TraceEvent): void {
    switch (event.type) {
      case 'pass':
        this.passes = Math.max(this.passes, event.pass + 1);
        this.positions = event.first;
        break;
      case 'token':
        this.tokens++;
        this.positions = event.position;
        break;
      case 'read':
        this.readTotals.add(event);
        break;
      case 'operation':
        this.addOperation(event.operation, event.ms);
        break;
      case 'lost':
        this.lost = sumOfLost(this.lost, event);
        break;
      case 'counters':
        this.counters = event.rows.filter(({ matrix = 0 }) => matrix < this.plan.matrices.length);
        break;
      case 'stack':
        this.stackBytes = Math.max(this.stackBytes ?? 0, event.bytes);
        break;
      case 'odds':
      case 'end':
        break;
    }
    this.passTimes.add(event);
  }

  private addOperation(operation: number, ms: number | undefined): void {
    const total = this.operationTotals[operation];
    if (total === undefined) return;
    this.operationTotals[operation] = {
      ...total,
      count: total.count + 1,
      ...(ms !== undefined && { ms: (total.ms ?? 0) + ms }),
    };
  }
}
