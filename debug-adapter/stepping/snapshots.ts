import type { Position } from '../targets/target';
import type { RecordedMoment } from '../debuggee/runRecord';

/** A place in a run. */
export type Place = Pick<Position, 'pass' | 'operation'>;

/** A state of the program that the target has kept, with what was known of the run then. */
export interface Snapshot extends RecordedMoment {
  /** The target's number of it. */
  readonly id: number;
  readonly position: Place;
}

/** Snapshots are thinned out to this many; each costs the memory that the program has changed since the one before. */
const most = 24;

/** The snapshots of a run in order: the first, the last, and between them more of the recent ones than of the old. */
export class Snapshots {
  private all: readonly Snapshot[] = [];

  get first(): Snapshot | undefined {
    return this.all[0];
  }

  /** @returns those to forget. */
  add(snapshot: Snapshot): Snapshot[] {
    if (this.all.some(({ reported }) => reported.events === snapshot.reported.events)) return [snapshot];
    this.all = [...this.all, snapshot].sort((a, b) => a.reported.events - b.reported.events);
    const surplus = this.all.length > most ? this.leastMissed() : undefined;
    if (!surplus) return [];
    this.all = this.all.filter((each) => each !== surplus);
    return [surplus];
  }

  /** Those from which a place may be reached, the nearest first. */
  upTo(place: Place): Snapshot[] {
    return this.all.filter(({ position }) => !before(place, position)).reverse();
  }

  /** @returns all that there were. */
  clear(): readonly Snapshot[] {
    const { all } = this;
    this.all = [];
    return all;
  }

  /**
   * The snapshot whose removal costs least: the gap that it leaves between its neighbours, in relation to how long ago
   * it was.
   */
  private leastMissed(): Snapshot | undefined {
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
