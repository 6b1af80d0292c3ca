import { before, type Place } from '../stepping/snapshots';

/** Bytes that were written to memory, and those that were there. */
export interface ChangedPart {
  readonly address: number;
  readonly bytes: Uint8Array;
  readonly before: Uint8Array;
}

/** Memory that somebody has changed at a stop. */
export interface Change {
  readonly number: number;
  /** What was changed, as a text for the user. */
  readonly label: string;
  /** Before this operation. */
  readonly place: Place;
  readonly parts: readonly ChangedPart[];
  /** The number of the change that this one takes back. */
  readonly undoes?: number;
}

/**
 * What somebody has changed, in the order of the run. When the run goes back, the changes behind it come again where
 * they were made, until somebody makes another one, which forgets them.
 */
export class Changes {
  private known: readonly Change[] = [];
  private taken = 0;
  private last = 0;

  /** Those that the run has met, without those that were taken back. */
  get made(): readonly Change[] {
    const undone = new Set(this.met.map(({ undoes }) => undoes));
    return this.met.filter(({ number, undoes }) => undoes === undefined && !undone.has(number));
  }

  /** Operations before which the run meets a change again. */
  get operationsAhead(): number[] {
    return this.known.slice(this.taken).map(({ place }) => place.operation);
  }

  /** Adds one that was made now. What was to come is forgotten. */
  add(change: Omit<Change, 'number'>): void {
    this.known = [...this.met, { ...change, number: ++this.last }];
    this.taken = this.known.length;
  }

  /** Another text begins, without changes. */
  clear(): void {
    this.known = [];
    this.taken = 0;
  }

  /** Whether a run from one place to another meets no change in between. */
  hasNoneBetween(from: Place, to: Place): boolean {
    return !this.known.some(({ place }) => !before(place, from) && before(place, to));
  }

  /** The run is at a place again, with the changes before it. */
  goTo(place: Place): void {
    this.taken = this.known.filter((change) => before(change.place, place)).length;
  }

  /** Those that come again here, which the run has then met. */
  take(place: Place): readonly Change[] {
    const due = this.known.slice(this.taken).filter((change) => !before(place, change.place));
    this.taken += due.length;
    return due;
  }

  private get met(): readonly Change[] {
    return this.known.slice(0, this.taken);
  }

  /** Whether one comes again here. */
  isDue(place: Place): boolean {
    const next = this.known[this.taken];
    return next !== undefined && !before(place, next.place);
  }
}
