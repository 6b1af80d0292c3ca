import type { ReadEvent, TraceEvent } from './events';
import { isCompleteAt, type Moment } from './moment';
import { RunTotals } from './runTotals';
import type { SessionPlan } from './session';
import { addTimes, noTime, splitOperation, type TimeSplit } from './timeSplit';

/** How many single events are kept: about a thousand tokens of a model with 100 operations. */
export const keptEvents = 200_000;

/** The time of one operation of a pass. */
export interface OperationTime {
  readonly operation: number;
  readonly split: TimeSplit;
  /** Milliseconds since the machine's clock started, if measured. */
  readonly at?: number;
}

/** An executed read. */
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
 * The last events of a run, by pass, so that any of their moments can be shown. Earlier events are only in the sums.
 */
export class RunHistory {
  private readonly passes: KeptPass[] = [];
  private count = 0;
  /** The sector after the last read one. */
  private headAt: number | undefined;
  /** The sums of all events that are no longer kept. */
  private readonly before: RunTotals;

  constructor(
    private readonly plan: SessionPlan,
    private readonly most = keptEvents,
  ) {
    this.before = new RunTotals(plan);
  }

  /** The kept passes, ascending. */
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

  /** The sums at a moment; undefined if its pass is no longer kept. */
  at(moment: Moment): RunTotals | undefined {
    if (!this.has(moment.pass)) return undefined;
    const totals = new RunTotals(this.plan, this.before.toJSON());
    for (const { pass, events } of this.passes) {
      if (pass > moment.pass) break;
      totals.add(pass < moment.pass ? events : this.upTo(moment, events));
    }
    return totals;
  }

  /** The operations of a pass with their times, in order; empty if none was measured or kept. */
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

  /** A read with its seek, stored so that it does not depend on the previous read being kept. */
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

  /** The progress of a pass at a moment. */
  private upTo(moment: Moment, events: readonly TraceEvent[]): TraceEvent[] {
    if (moment.operation === undefined) return [...events];
    return events.filter((event) => {
      if (event.type === 'operation') return isCompleteAt(moment, event.pass, event.operation);
      if (event.type === 'token' || event.type === 'odds' || event.type === 'end') return false;
      if (event.type !== 'read' || event.pass < 0) return true;
      return isCompleteAt(moment, event.pass, this.plan.reads[event.read]?.neededBy ?? 0);
    });
  }

  /** Preloads are pass −1; events without a pass belong to the last one. */
  private passFor(event: TraceEvent): KeptPass {
    const last = this.passes.at(-1);
    const pass = 'pass' in event ? event.pass : (last?.pass ?? -1);
    if (last !== undefined && pass <= last.pass) return last;
    const opened = { pass, events: [] };
    this.passes.push(opened);
    return opened;
  }
}
