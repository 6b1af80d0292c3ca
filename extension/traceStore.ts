import type { TraceEvent } from '../model/trace/events';
import type { SessionPlan, SessionState } from '../model/trace/session';

/** A trace store as JSON, for the extension's storage. */
export interface StoredTrace {
  readonly version: 1;
  readonly name: string;
  readonly plan: SessionPlan;
  readonly readCounts: readonly number[];
  readonly readSectors: readonly number[];
  readonly passes: number;
  readonly tokens: number;
}

/** How often each read of a plan was done, and how far a run is: all that the views show of a trace. */
export class TraceStore {
  /** Per read of the plan: how often it was done. */
  readonly readCounts: number[];
  /** Per read of the plan: sectors read in all. */
  readonly readSectors: number[];
  passes = 0;
  tokens = 0;
  state: 'running' | 'stopped' | 'ended' = 'running';

  constructor(
    /** The session's name. */
    readonly name: string,
    readonly plan: SessionPlan,
  ) {
    this.readCounts = plan.reads.map(() => 0);
    this.readSectors = plan.reads.map(() => 0);
  }

  /** A run of an earlier time; undefined when `stored` is none that this version wrote. */
  static restore(stored: unknown): TraceStore | undefined {
    if (!isStoredTrace(stored)) return undefined;
    const { name, plan, readCounts, readSectors, passes, tokens } = stored;
    const store = new TraceStore(name, plan);
    store.readCounts.forEach((_, read) => {
      store.readCounts[read] = readCounts[read] ?? 0;
      store.readSectors[read] = readSectors[read] ?? 0;
    });
    store.passes = passes;
    store.tokens = tokens;
    store.state = 'ended';
    return store;
  }

  toJSON(): StoredTrace {
    const { name, plan, readCounts, readSectors, passes, tokens } = this;
    return { version: 1, name, plan, readCounts, readSectors, passes, tokens };
  }

  /** Takes events in order; those that name a read which the plan does not have are dropped. */
  add(events: readonly TraceEvent[]): void {
    for (const event of events) {
      if (event.type === 'pass') this.passes = Math.max(this.passes, event.pass + 1);
      else if (event.type === 'token') this.tokens++;
      else if (event.type === 'read') this.addRead(event.read, event.sectors);
    }
  }

  setState(state: SessionState): void {
    this.state = state.state;
  }

  private addRead(read: number, sectors: number): void {
    const count = this.readCounts[read];
    const total = this.readSectors[read];
    if (count === undefined || total === undefined) return;
    this.readCounts[read] = count + 1;
    this.readSectors[read] = total + sectors;
  }
}

function isStoredTrace(value: unknown): value is StoredTrace {
  if (typeof value !== 'object' || value === null) return false;
  const { version, name, plan, readCounts, readSectors, passes, tokens } = value as Partial<
    Record<keyof StoredTrace, unknown>
  >;
  return (
    version === 1 &&
    typeof name === 'string' &&
    isPlan(plan) &&
    [readCounts, readSectors].every((list) => Array.isArray(list) && list.every(Number.isInteger)) &&
    typeof passes === 'number' &&
    typeof tokens === 'number'
  );
}

function isPlan(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { provenance, reads, regions, forecast } = value as Partial<Record<keyof SessionPlan, unknown>>;
  const rows = (forecast as { readonly rows?: unknown } | undefined)?.rows;
  return typeof provenance === 'string' && [reads, regions, rows].every(Array.isArray);
}
