import type { TraceEvent } from '../model/trace/events';
import { RunTotals } from '../model/trace/runTotals';
import type { SessionPlan, SessionState } from '../model/trace/session';
import { storedTraceOf, storedVersion, type StoredTrace } from './storedTrace';

/** All that the views show of a run: totals that never lose anything, and the times of its last passes. */
export class TraceStore {
  state: 'running' | 'stopped' | 'ended' = 'running';
  private totals: RunTotals;

  constructor(
    /** The session's name. */
    readonly name: string,
    readonly plan: SessionPlan,
  ) {
    this.totals = new RunTotals(plan);
  }

  /** A run of an earlier time; undefined when `stored` is none that this version wrote. */
  static restore(stored: unknown): TraceStore | undefined {
    const trace = storedTraceOf(stored);
    if (trace === undefined) return undefined;
    const store = new TraceStore(trace.name, trace.plan);
    store.totals = new RunTotals(trace.plan, trace);
    store.state = 'ended';
    return store;
  }

  /** Passes begun. */
  get passes(): number {
    return this.totals.passes;
  }

  get tokens(): number {
    return this.totals.tokens;
  }

  /** Positions whose keys and values are in the cache. */
  get positions(): number {
    return this.totals.positions;
  }

  /** By the read's index. */
  get reads(): RunTotals['reads'] {
    return this.totals.reads;
  }

  /** By the operation's index. */
  get operations(): RunTotals['operations'] {
    return this.totals.operations;
  }

  /** Measured times; without a pass where none was measured. */
  get times(): RunTotals['times'] {
    return this.totals.times;
  }

  /** What was lost between the machine and its host. */
  get lost(): RunTotals['lost'] {
    return this.totals.lost;
  }

  /** The machine's own counts of its reads, which nothing is lost of. */
  get counters(): RunTotals['counters'] {
    return this.totals.counters;
  }

  toJSON(): StoredTrace {
    const { name, plan } = this;
    return { version: storedVersion, name, plan, ...this.totals.toJSON() };
  }

  /** Takes events in order; those that name what the plan does not have are dropped. */
  add(events: readonly TraceEvent[]): void {
    this.totals.add(events);
  }

  setState(state: SessionState): void {
    this.state = state.state;
  }
}
