import type { TraceEvent } from '../model/trace/events';
import type { History } from './history';
import { before, KeptMoments, type Place } from './keptMoments';
import type { Keeper, Position, TargetEvent } from './target';

/** A program keeps a moment when it has run for so long since the last one: going back to any takes about that. */
const intervalMs = 500;

/**
 * The way back of a program that does the same again from any moment that is kept. What it reports a second time is
 * not told twice: that would count it twice, and it is equal.
 */
export class Rewind {
  private readonly moments = new KeptMoments();
  /** Trace events and characters of text up to here, and up to the furthest that the run has been. */
  private now = { events: 0, text: 0 };
  private furthest = { events: 0, text: 0 };
  private isKeeping = false;
  private ranMs = 0;
  private since: number | undefined;

  constructor(
    private readonly keeper: Keeper,
    private readonly clock: () => number = () => performance.now(),
  ) {}

  /** The run has been further than this. */
  get isBehind(): boolean {
    return this.now.events < this.furthest.events;
  }

  /** The earliest place that can be gone back to. */
  get beginning(): Place | undefined {
    return this.moments.first?.position;
  }

  /** Whether a place that the run was at can be gone back to. */
  reaches(place: Place): boolean {
    const { beginning } = this;
    return beginning !== undefined && !before(place, beginning);
  }

  /** Those of the events that were never told. */
  untold(events: readonly TraceEvent[]): readonly TraceEvent[] {
    const untold = events.filter((event) => {
      // Said by who looks at the memory and not by the program, when it is more than ever.
      if (event.type === 'stack') return true;
      return ++this.now.events > this.furthest.events;
    });
    this.furthest.events = Math.max(this.furthest.events, this.now.events);
    return untold;
  }

  /** The part of a text that was never told. */
  untoldText(text: string): string {
    const from = Math.max(0, this.furthest.text - this.now.text);
    this.now.text += text.length;
    this.furthest.text = Math.max(this.furthest.text, this.now.text);
    return text.slice(from);
  }

  /** The program goes on. */
  runs(): void {
    this.since = this.clock();
  }

  /** The program stands. */
  stands(): void {
    if (this.since !== undefined) this.ranMs += this.clock() - this.since;
    this.since = undefined;
  }

  /** Has the present moment kept when it is time for that. To be called at every stop, and now and then in a run. */
  async keepWhenDue(): Promise<void> {
    const running = this.since === undefined ? 0 : this.clock() - this.since;
    const isDue = this.moments.first === undefined || this.ranMs + running >= intervalMs;
    if (isDue && !this.isKeeping) await this.keep();
  }

  /** Notes what was kept, with what is known of the run there. */
  async kept({ snapshot, position }: TargetEvent & { type: 'kept' }, history: History): Promise<void> {
    this.isKeeping = false;
    this.ranMs = 0;
    if (this.since !== undefined) this.since = this.clock();
    const surplus = this.moments.add({ snapshot, position, history, ...this.now });
    for (const each of surplus) await this.keeper.forget(each.snapshot);
  }

  /** Memory was changed: from here on it is another run, and what was before does not lead here. */
  async beginAnew(): Promise<void> {
    for (const each of this.moments.clear()) await this.keeper.forget(each.snapshot);
    await this.keep();
  }

  /**
   * Goes back to the last kept moment from which `place` can be reached.
   * @param begin told the history of each moment that is tried, before the program reports what comes after it.
   * @returns where the program stands.
   */
  async near(place: Place, begin: (history: History) => void): Promise<Position> {
    for (const { snapshot, history, events, text } of this.moments.upTo(place)) {
      begin(history.with());
      this.now = { events, text };
      const position = await this.keeper.rewind(snapshot);
      if (!before(place, position)) return position;
    }
    throw new Error('Nothing of the run is kept from there on: restart the session and stop earlier.');
  }

  private async keep(): Promise<void> {
    this.isKeeping = true;
    await this.keeper.keep();
  }
}
