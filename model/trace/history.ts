import type { ReadEvent, TraceEvent } from './events';
import { isDoneBy, type Moment } from './moment';
import { RunTotals } from './runTotals';
import type { SessionPlan } from './session';
import { addTimes, noTime, splitOperation, type TimeSplit } from './timeSplit';

/** How many events are kept one by one: about as many as a thousand tokens of a model of 100 operations. */
export const keptEvents = 200_000;

/** What one operation of a pass took. */
export interface OperationTime {
  readonly operation: number;
  readonly split: TimeSplit;
  /** Milliseconds since the machine's clock began, where it was measured. */
  readonly at?: number;
}

/** A read as it was done. */
export interface DoneRead {
  readonly read: number;
  readonly sectors: number;
  readonly lba?: number;
  readonly ms?: number;
  readonly seek?: boolean;
}

interface KeptPass {
  readonly pass: number;
  readonly events: TraceEvent[];
}

/**
 * The last events of a run, pass by pass, so that what was at any moment of them can be said. What came before is in
 * sums only.
 */
export class RunHistory {
  private readonly passes: KeptPass[] = [];
  private count = 0;
  /** The sector after the last one that was read. */
  private headAt: number | undefined;
  /** Of all that is no longer kept one by one. */
  private readonly before: RunTotals;

  constructor(
    private readonly plan: SessionPlan,
    private readonly most = keptEvents,
  ) {
    this.before = new RunTotals(plan);
  }

  /** The passes that are kept, ascending. */
  get kept(): readonly number[] {
    return this.passes.map(({ pass }) => pass).filter((pass) => pass >= 0);
  }

  add(events: readonly TraceEvent[]): void {
    for (const event of events) {
      this.passFor(event).events.push(event.type === 'read' ? this.placed(event) : event);
      this.count++;
    }
    while (this.count > this.most && this.passes.length > 1) {
      const oldest = this.passes.shift();
      if (oldest === undefined) return;
      this.count -= oldest.events.length;
      this.before.add(oldest.events);
    }
  }

  /** Whether the events of a pass are kept. */
  has(pass: number): boolean {
    return this.passes.some((kept) => kept.pass === pass);
  }

  /** The sums at a moment; undefined when its pass is no longer kept. */
  at(moment: Moment): RunTotals | undefined {
    if (!this.has(moment.pass)) return undefined;
    const totals = new RunTotals(this.plan, this.before.toJSON());
    for (const { pass, events } of this.passes) {
      if (pass > moment.pass) break;
      totals.add(pass < moment.pass ? events : this.upTo(moment, events));
    }
    return totals;
  }

  /** The operations of a pass with their times, in order; empty when none was measured or kept. */
  operationsOf(pass: number): readonly OperationTime[] {
    const times = new Map<number, OperationTime>();
    let readMs = 0;
    for (const event of this.eventsOf(pass)) {
      if (event.type === 'read') readMs += event.ms ?? 0;
      if (event.type !== 'operation') continue;
      const kind = this.plan.operations[event.operation]?.kind;
      if (kind !== undefined && event.ms !== undefined) {
        const before = times.get(event.operation)?.split ?? noTime;
        times.set(event.operation, {
          operation: event.operation,
          split: addTimes(before, splitOperation(kind, event.ms, readMs)),
          ...(event.at !== undefined && { at: event.at }),
        });
      }
      readMs = 0;
    }
    return [...times.values()];
  }

  /** The reads of a pass, in order, up to a moment of it. */
  readsOf(pass: number, moment?: Moment): readonly DoneRead[] {
    const events = this.eventsOf(pass);
    return (moment?.pass === pass ? this.upTo(moment, events) : events).flatMap((event): DoneRead[] => {
      if (event.type !== 'read') return [];
      const { read, sectors, lba, ms, seek } = event;
      return [
        {
          read,
          sectors,
          ...(lba !== undefined && { lba }),
          ...(ms !== undefined && { ms }),
          ...(seek !== undefined && { seek }),
        },
      ];
    });
  }

  /** A read with its seek, which must not depend on whether the one before is still kept. */
  private placed(event: ReadEvent): ReadEvent {
    const { lba, sectors } = event;
    if (lba === undefined) return event;
    const seek = event.seek ?? (this.headAt !== undefined && lba !== this.headAt);
    this.headAt = lba + sectors;
    return { ...event, seek };
  }

  private eventsOf(pass: number): readonly TraceEvent[] {
    return this.passes.find((kept) => kept.pass === pass)?.events ?? [];
  }

  /** What a pass has done by a moment of it. */
  private upTo(moment: Moment, events: readonly TraceEvent[]): TraceEvent[] {
    if (moment.operation === undefined) return [...events];
    return events.filter((event) => {
      if (event.type === 'operation') return isDoneBy(moment, event.pass, event.operation);
      if (event.type === 'token' || event.type === 'end') return false;
      if (event.type !== 'read' || event.pass < 0) return true;
      return isDoneBy(moment, event.pass, this.plan.reads[event.read]?.neededBy ?? 0);
    });
  }

  /** Preloads are a pass of their own, −1; what belongs to none goes with the last one. */
  private passFor(event: TraceEvent): KeptPass {
    const last = this.passes.at(-1);
    const pass = 'pass' in event ? event.pass : (last?.pass ?? -1);
    if (last !== undefined && pass <= last.pass) return last;
    const opened = { pass, events: [] };
    this.passes.push(opened);
    return opened;
  }
}
