import type { History } from '../debuggee/history';
import type { Position } from '../targets/target';
import type { Reported } from '../debuggee/replayFilter';

/** A place in a run. */
export type Place = Pick<Position, 'pass' | 'operation'>;

/** A moment that a target has kept, with what was known of the run then. */
export interface KeptMoment extends Reported {
  readonly snapshot: number;
  readonly position: Place;
  readonly history: History;
}

/** Kept moments are thinned out to so many; each costs what the program has changed of its memory. */
const most = 24;

/** The kept moments of a run in their order: the first, the last, and between them the closer the later. */
export class KeptMoments {
  private moments: readonly KeptMoment[] = [];

  get first(): KeptMoment | undefined {
    return this.moments[0];
  }

  /** @returns those that are no longer kept. */
  add(moment: KeptMoment): KeptMoment[] {
    if (this.moments.some(({ events }) => events === moment.events)) return [moment];
    this.moments = [...this.moments, moment].sort((a, b) => a.events - b.events);
    const surplus = this.moments.length > most ? this.leastMissed() : undefined;
    if (!surplus) return [];
    this.moments = this.moments.filter((each) => each !== surplus);
    return [surplus];
  }

  /** Those from which a place may be reached, the nearest first. */
  upTo(place: Place): KeptMoment[] {
    return this.moments.filter(({ position }) => !before(place, position)).reverse();
  }

  /** @returns those that were kept. */
  clear(): readonly KeptMoment[] {
    const { moments } = this;
    this.moments = [];
    return moments;
  }

  /** The one without which the way between its neighbours is shortest, for how long ago it is. */
  private leastMissed(): KeptMoment | undefined {
    const end = this.moments.at(-1)?.events ?? 0;
    const inner = this.moments.slice(1, -1).map((moment, i) => {
      const gap = (this.moments[i + 2]?.events ?? 0) - (this.moments[i]?.events ?? 0);
      return { moment, cost: gap / (end - moment.events) };
    });
    return inner.reduce((least, each) => (each.cost < least.cost ? each : least), {
      moment: inner[0]?.moment,
      cost: Infinity,
    }).moment;
  }
}

/** Whether `a` comes before `b`. */
export function before(a: Place, b: Place): boolean {
  return a.pass === b.pass ? a.operation < b.operation : a.pass < b.pass;
}
