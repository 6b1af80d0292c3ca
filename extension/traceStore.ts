import type { TraceEvent } from '../model/trace/events';
import type { SessionPlan, SessionState } from '../model/trace/session';

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
