import type { Position } from '../targets/target';
import type { RecordedMoment } from '../debuggee/runRecord';

/** A point of a run. */
export type Place = Pick<Position, 'pass' | 'operation'>;

/** A snapshot of the target, with the record of the run at that point. */
export interface Snapshot extends RecordedMoment {
  /** Its number in the target. */
  readonly id: number;
  readonly position: Place;
}

/** Snapshots are thinned out to this number. Each costs the memory that the program has changed since the previous one. */
const most = 24;

/** The snapshots of a run in order. The first and last stay; in between, recent ones are denser than old ones. */
export class Snapshots {
  private all: readonly Snapshot[] = [];

  get first(): Snapshot | undefined {
    return this.all[0];
  }

  /** @returns the snapshots to discard. */
  add(snapshot: Snapshot): Snapshot[] {
    if (this.all.some(({ reported }) => reported.events === snapshot.reported.events)) return [snapshot];
    this.all = [...this.all, snapshot].sort((a, b) => a.reported.events - b.reported.events);
    const surplus = this.all.length > most ? this.leastUseful() : undefined;
    if (!surplus) return [];
    this.all = this.all.filter((each) => each !== surplus);
    return [surplus];
  }

  /** The snapshots from which a place can be reached, the nearest first. */
  upTo(place: Place): Snapshot[] {
    return this.all.filter(({ position }) => !before(place, position)).reverse();
  }

  /** Removes the snapshots after a place. @returns them. */
  removeAfter(place: Place): readonly Snapshot[] {
    const removed = this.all.filter(({ position }) => before(place, position));
    this.all = this.all.filter(({ position }) => !before(place, position));
    return removed;
  }

  /** Removes all of them. @returns them. */
  clear(): readonly Snapshot[] {
    const removed = this.all;
    this.all = [];
    return removed;
  }

  /**
   * The snapshot that costs least to remove, by the gap that it leaves between its neighbours, relative to its age.
   */
  private leastUseful(): Snapshot | undefined {
    const eventsAt = (index: number): number => this.all[index]?.reported.events ?? 0;
    const end = eventsAt(this.all.length - 1);
    let least: Snapshot | undefined;
    let leastCost = Infinity;
    for (const [index, snapshot] of this.all.entries()) {
      // The first and the last always stay.
      if (index === 0 || index === this.all.length - 1) continue;
      const cost = (eventsAt(index + 1) - eventsAt(index - 1)) / (end - snapshot.reported.events);
      if (cost < leastCost) [least, leastCost] = [snapshot, cost];
    }
    return least;
  }
}

/** Whether `a` comes before `b`. */
export function before(a: Place, b: Place): boolean {
  return a.pass === b.pass ? a.operation < b.operation : a.pass < b.pass;
}
