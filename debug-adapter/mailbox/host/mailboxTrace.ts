import type { Plan } from '../../../model/plan/plan';
import type { ReadEvent, TraceEvent } from '../../../model/trace/events';
import type { DriveLogEntry } from '../../../ps2/drive/drive';
import { endlessTicks, preloadPass, type MailboxEvent } from '../events';
import { endReasons } from '../layout';
import type { Identity } from '../identity';

/** Turns events of the mailbox into trace events, with what was measured: time, sector, and seeks from the drive. */
export class MailboxTrace {
  /** What the drive has done and no read of the program was found for yet, oldest first. */
  private drive: DriveLogEntry[] = [];
  private clock = new TickClock();

  constructor(private readonly plan: Plan) {}

  /** @returns goes back to where the trace is now, as often as it is called. */
  bookmark(): () => void {
    const drive = [...this.drive];
    const { last } = this.clock;
    return () => {
      this.drive = [...drive];
      this.clock = new TickClock(last);
    };
  }

  /** The drive has finished these. */
  addDrive(entries: readonly DriveLogEntry[]): void {
    for (const entry of entries) if (entry.purpose === 'program') this.drive.push(entry);
  }

  /** Trace events of what the program reports; what it reports and this version does not know is left out. */
  eventsOf(
    events: readonly MailboxEvent[],
    identity: Pick<Identity, 'ticksPerSecond' | 'weightsSector'>,
  ): TraceEvent[] {
    return events.flatMap((event) => this.eventOf(event, identity) ?? []);
  }

  private eventOf(
    event: MailboxEvent,
    identity: Pick<Identity, 'ticksPerSecond' | 'weightsSector'>,
  ): TraceEvent | undefined {
    const { type, pass, index, value, extra } = event;
    const msOf = (ticks: number): number => (ticks * 1000) / identity.ticksPerSecond;
    const time = event.ticks === endlessTicks ? {} : { ms: msOf(event.ticks) };
    const at = msOf(this.clock.ticksAt(event.start));
    switch (type) {
      case 'pass':
        return { type, pass, first: index, count: value, tail: extra !== 0, at };
      case 'operation':
        return { type, pass, operation: index, ...time, at };
      case 'read':
        return {
          type,
          pass: pass === preloadPass ? -1 : pass,
          read: index,
          sectors: value,
          ...time,
          at,
          ...this.place(index, value, identity.weightsSector),
        };
      case 'token':
        return { type, pass, position: index, id: value, at };
      case 'end': {
        const reason = endReasons[index];
        return reason === undefined || reason === 'none' ? undefined : { type, reason };
      }
      case 'unknown':
        return undefined;
    }
  }

  /** Where a read of the plan lies on the disc and whether the head had to move to another track for it. */
  private place(
    read: number,
    sectors: number,
    weightsSector: number,
  ): Pick<ReadEvent, 'lba' | 'seek'> | undefined {
    const sector = this.plan.reads[read]?.sector;
    if (sector === undefined || weightsSector === 0) return undefined;
    const lba = weightsSector + sector;
    const isPart = (entry: DriveLogEntry): boolean =>
      entry.lba >= lba && entry.lba + entry.sectors <= lba + sectors;
    const first = this.drive.findIndex(isPart);
    if (first < 0) return { lba };
    // The program reads in pieces, and again what failed; it reports a read once its last piece is there.
    let [next, left, seek] = [first, sectors, false];
    for (; left > 0; next++) {
      const entry = this.drive[next];
      if (!entry || !isPart(entry)) break;
      if (entry.error === 0) left -= entry.sectors;
      seek ||= entry.seek;
    }
    this.drive = this.drive.slice(next);
    return { lba, seek };
  }
}

/** Ticks since the start of the program from their low words, as long as events are less than 10 s apart. */
class TickClock {
  constructor(public last = 0) {}

  ticksAt(lowWord: number): number {
    const ahead = (lowWord - this.last) >>> 0;
    // A read that was issued early began before the event that was told before it: up to a quarter of the range back.
    const step = ahead < 0xc000_0000 ? ahead : ahead - 0x1_0000_0000;
    this.last = Math.max(0, this.last + step);
    return this.last;
  }
}
