import type { Plan } from '../../../model/plan/plan';
import type { ReadEvent, TraceEvent } from '../../../model/trace/events';
import type { DriveLogEntry } from '../../../ps2/drive/drive';
import type { Look } from '../client';
import { endlessTicks, notOnDisc, preloadPass, type MailboxEvent } from '../events';
import { endReasons } from '../layout';
import type { Identity } from '../identity';
import { DriveReads, type DiscRead } from './driveReads';
import { TickClock } from './tickClock';

type Place = Pick<Identity, 'ticksPerSecond' | 'weightsSector'>;
type Reported = Pick<Look, 'events' | 'lost'> & { readonly counters: Pick<Look['counters'], 'ticks'> };

/** Turns events of the mailbox into trace events with measured time, sector and seeks. */
export class MailboxTrace {
  private readonly drive = new DriveReads();
  private clock = new TickClock();

  /** @param plan replaced when a program has described more of itself. */
  constructor(public plan: Plan) {}

  /** @returns a function that restores the current state. It can be called several times. */
  bookmark(): () => void {
    const drive = this.drive.bookmark();
    const { last } = this.clock;
    return () => {
      drive();
      this.clock = new TickClock(last);
    };
  }

  /** Adds completed operations of the drive. */
  addDrive(entries: readonly DriveLogEntry[]): void {
    this.drive.add(entries);
  }

  /** Trace events for the reports of the program. Unknown reports are left out. */
  eventsOf({ events, lost, counters }: Reported, place: Place): TraceEvent[] {
    this.clock.catchUp(
      events.map(({ start }) => start),
      counters.ticks,
    );
    if (lost.events > 0) this.drive.catchUp(events.flatMap((event) => this.discReadOf(event, place) ?? []));
    return events.flatMap((event) => this.eventOf(event, place) ?? []);
  }

  private eventOf(event: MailboxEvent, place: Place): TraceEvent | undefined {
    const { type, pass, index, value, extra } = event;
    const msOf = (ticks: number): number => (ticks * 1000) / place.ticksPerSecond;
    const time = event.ticks === endlessTicks ? {} : { ms: msOf(event.ticks) };
    const at = msOf(this.clock.ticksAt(event.start));
    switch (type) {
      case 'pass':
        return { type, pass, first: index, count: value, tail: extra !== 0, at };
      case 'operation':
        if (this.plan.described && this.plan.operations[index] === undefined) return undefined;
        return { type, pass, operation: index, ...time, at };
      case 'read':
        if (this.plan.reads[index] === undefined) return undefined;
        return {
          type,
          pass: pass === preloadPass ? -1 : pass,
          read: index,
          sectors: value,
          ...time,
          at,
          ...this.onDisc(event, place),
        };
      case 'token':
        return { type, pass, position: index, id: value, at };
      case 'end': {
        const reason = endReasons[index];
        return reason === undefined || reason === 'none' ? undefined : { type, reason };
      }
      case 'text':
      case 'unknown':
        return undefined;
    }
  }

  /** Where a read of the plan is on the disc, and whether the head moved to another track for it. */
  private onDisc(event: MailboxEvent, place: Place): Pick<ReadEvent, 'lba' | 'seek'> | undefined {
    const read = this.discReadOf(event, place);
    if (!read) return undefined;
    const seek = this.drive.take(read);
    return { lba: read.lba, ...(seek !== undefined && { seek }) };
  }

  private discReadOf(event: MailboxEvent, { weightsSector }: Place): DiscRead | undefined {
    const { type, index, value, extra } = event;
    if (this.plan.described)
      return type === 'read' && extra !== notOnDisc ? { lba: extra, sectors: value } : undefined;
    const sector = type === 'read' ? this.plan.reads[index]?.sector : undefined;
    if (sector === undefined || weightsSector === 0) return undefined;
    return { lba: weightsSector + sector, sectors: value };
  }
}
