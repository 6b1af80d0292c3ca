import type { History } from '../debuggee/history';
import { before, KeptMoments, type Place } from './snapshots';
import type { Keeper, Position, TargetEvent } from '../targets/target';
import type { Told } from '../debuggee/replayFilter';

/** A program keeps a moment when it has run for so long since the last one: going back to any takes about that. */
const intervalMs = 500;

/** The way back of a program that does the same again from any moment that is kept. */
export class Rewind {
  private readonly moments = new KeptMoments();
  private isKeeping = false;
  private ranMs = 0;
  private since: number | undefined;

  constructor(
    private readonly keeper: Keeper,
    private readonly told: Told,
    private readonly clock: () => number = () => performance.now(),
  ) {}

  /** The earliest place that can be gone back to. */
  get beginning(): Place | undefined {
    return this.moments.first?.position;
  }

  /** Whether a place that the run was at can be gone back to. */
  reaches(place: Place): boolean {
    const { beginning } = this;
    return beginning !== undefined && !before(place, beginning);
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
    const surplus = this.moments.add({ snapshot, position, history, ...this.told.now });
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
      this.told.goBack({ events, text });
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
