import type { History } from '../debuggee/history';
import { before, Snapshots, type Place } from './snapshots';
import type { Keeper, Position, TargetEvent } from '../targets/target';
import type { RunRecord } from '../debuggee/runRecord';
import { AdapterError } from '../errors/adapterError';

/** A snapshot is due after this much running time; going back to any line takes about as long. */
const intervalMs = 500;

/** Takes snapshots of a program and returns to them. What runs from a snapshot is the same again. */
export class Rewind {
  private readonly snapshots = new Snapshots();
  private isKeeping = false;
  private ranMs = 0;
  private since: number | undefined;

  constructor(
    private readonly keeper: Keeper,
    private readonly record: RunRecord,
    private readonly clock: () => number = () => performance.now(),
  ) {}

  /** The earliest place that can be gone back to. */
  get beginning(): Place | undefined {
    return this.snapshots.first?.position;
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

  /** Takes a snapshot when one is due. To be called at every stop, and from time to time during a run. */
  async keepWhenDue(): Promise<void> {
    const running = this.since === undefined ? 0 : this.clock() - this.since;
    const isDue = this.snapshots.first === undefined || this.ranMs + running >= intervalMs;
    if (isDue && !this.isKeeping) await this.keep();
  }

  /** The target took a snapshot. @param history what the run had done by then. */
  async kept({ snapshot: id, position }: TargetEvent & { type: 'kept' }, history: History): Promise<void> {
    this.isKeeping = false;
    this.ranMs = 0;
    if (this.since !== undefined) this.since = this.clock();
    const { reported } = this.record.now;
    const surplus = this.snapshots.add({ id, position, history, reported });
    for (const each of surplus) await this.keeper.forget(each.id);
  }

  /** Memory was changed. The run from here on is another one, so the snapshots before do not lead to it. */
  async beginAnotherRun(): Promise<void> {
    for (const each of this.snapshots.clear()) await this.keeper.forget(each.id);
    await this.keep();
  }

  /**
   * Goes back to the last snapshot from which `place` can be reached. The record of the run goes back first, since the
   * program then reports what comes after the snapshot.
   * @returns where the program stands.
   * @throws AdapterError when no snapshot leads there.
   */
  async near(place: Place): Promise<Position> {
    for (const snapshot of this.snapshots.upTo(place)) {
      this.record.goBack(snapshot);
      const position = await this.keeper.rewind(snapshot.id);
      if (!before(place, position)) return position;
    }
    throw new AdapterError(
      'beginningOfRun',
      'No snapshot leads to that line: restart the session and stop earlier.',
    );
  }

  private async keep(): Promise<void> {
    this.isKeeping = true;
    await this.keeper.keep();
  }
}
