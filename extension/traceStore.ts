import type { TraceEvent } from '../model/trace/events';
import { PassTimes, type RunTimes } from '../model/trace/passTimes';
import type { SessionPlan, SessionState } from '../model/trace/session';
import { ReadTotals, type ReadTotal } from './readTotals';
import { isStoredTrace, storedVersion, type StoredTrace } from './storedTrace';

/** What one operation of a plan took in all passes. */
export interface OperationTotal {
  readonly count: number;
  /** With the waits for its reads, where it was measured. */
  readonly ms?: number;
}

/** All that the views show of a run: totals that never lose anything, and the times of its last passes. */
export class TraceStore {
  /** Passes begun. */
  passes = 0;
  tokens = 0;
  /** Positions whose keys and values are in the cache. */
  positions = 0;
  state: 'running' | 'stopped' | 'ended' = 'running';
  private readTotals: ReadTotals;
  private operationTotals: OperationTotal[];
  private passTimes: PassTimes;

  constructor(
    /** The session's name. */
    readonly name: string,
    readonly plan: SessionPlan,
  ) {
    this.readTotals = new ReadTotals(plan.reads.map(() => ({ count: 0, sectors: 0 })));
    this.operationTotals = plan.operations.map(() => ({ count: 0 }));
    this.passTimes = new PassTimes(kindsOf(plan));
  }

  /** A run of an earlier time; undefined when `stored` is none that this version wrote. */
  static restore(stored: unknown): TraceStore | undefined {
    if (!isStoredTrace(stored)) return undefined;
    const { name, plan, reads, operations, times, passes, tokens, positions } = stored;
    const store = new TraceStore(name, plan);
    store.readTotals = new ReadTotals(reads);
    store.operationTotals = [...operations];
    store.passTimes = new PassTimes(kindsOf(plan), times);
    return Object.assign(store, { passes, tokens, positions, state: 'ended' });
  }

  /** By the read's index. */
  get reads(): readonly ReadTotal[] {
    return this.readTotals.all;
  }

  /** By the operation's index. */
  get operations(): readonly OperationTotal[] {
    return this.operationTotals;
  }

  /** Measured times; without a pass where none was measured. */
  get times(): RunTimes {
    return this.passTimes.times;
  }

  toJSON(): StoredTrace {
    const { name, plan, reads, operations, times, passes, tokens, positions } = this;
    return { version: storedVersion, name, plan, reads, operations, times, passes, tokens, positions };
  }

  /** Takes events in order; those that name what the plan does not have are dropped. */
  add(events: readonly TraceEvent[]): void {
    for (const event of events) {
      if (event.type === 'pass') {
        this.passes = Math.max(this.passes, event.pass + 1);
        this.positions = event.first;
      } else if (event.type === 'token') {
        this.tokens++;
        this.positions = event.position;
      } else if (event.type === 'read') this.readTotals.add(event);
      else if (event.type === 'operation') this.addOperation(event.operation, event.ms);
      this.passTimes.add(event);
    }
  }

  setState(state: SessionState): void {
    this.state = state.state;
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

const kindsOf = ({ operations }: SessionPlan) => operations.map(({ kind }) => kind);
