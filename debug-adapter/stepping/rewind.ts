import type { Changes } from '../debuggee/changes';
import type { History } from '../debuggee/history';
import { before, Snapshots, type Place } from './snapshots';
import type { SnapshotStore, Position, TargetEvent } from '../targets/target';
import type { RunRecord } from '../debuggee/runRecord';
import { AdapterError } from '../errors/adapterError';

/** A snapshot is due after this much running time. Going back to a line takes at most about as long. */
const intervalMs = 500;

/** Takes snapshots of a program and returns to them. A run from a snapshot repeats exactly. */
export class Rewind {
  private readonly snapshots = new Snapshots();
  private isTaking = false;
  private ranMs = 0;
  private since: number | undefined;

  constructor(
    private readonly store: SnapshotStore,
    private readonly record: RunRecord,
    private readonly changes: Changes,
    private readonly clock: () => number = () => performance.now(),
  ) {}

  /** The earliest place that the program can return to. */
  get earliest(): Place | undefined {
    return this.snapshots.first?.position;
  }

  /** Whether the program can return to this place of the run. */
  reaches(place: Place): boolean {
    const { earliest } = this;
    return earliest !== undefined && !before(place, earliest);
  }

  /** The program was resumed. */
  started(): void {
    this.since = this.clock();
  }

  /** The program has stopped. */
  stopped(): void {
    if (this.since !== undefined) this.ranMs += this.clock() - this.since;
    this.since = undefined;
  }

  /** Takes a snapshot if one is due. Call it at every stop, and now and then during a run. */
  async takeWhenDue(): Promise<void> {
    const running = this.since === undefined ? 0 : this.clock() - this.since;
    const isDue = this.snapshots.first === undefined || this.ranMs + running >= intervalMs;
    if (isDue && !this.isTaking) await this.take();
  }

  /** The target took a snapshot. @param history what the run had done up to it. */
  async snapshotTaken(
    { snapshot: id, position }: TargetEvent & { type: 'snapshotTaken' },
    history: History,
  ): Promise<void> {
    this.isTaking = false;
    this.ranMs = 0;
    if (this.since !== undefined) this.since = this.clock();
    const { reported } = this.record.now;
    const surplus = this.snapshots.add({ id, position, history, reported });
    for (const each of surplus) await this.store.forget(each.id);
  }

  /**
   * Memory was changed at a place, so what comes after it is another run, and snapshots of what came are forgotten.
   * Those of the place itself stay: the change is made again behind them.
   */
  async startNewRun(place: Place): Promise<void> {
    for (const each of this.snapshots.removeAfter(place)) await this.store.forget(each.id);
    if (this.snapshots.first === undefined) await this.take();
  }

  /** Another text begins: no snapshot of an earlier one leads to it. */
  async startNewText(): Promise<void> {
    for (const each of this.snapshots.clear()) await this.store.forget(each.id);
    await this.take();
  }

  /**
   * Goes back to the last snapshot from which `place` can be reached. The record of the run goes back first, since the
   * program then reports what comes after the snapshot.
   * @returns where the program is stopped.
   * @throws AdapterError when no snapshot leads there.
   */
  async restoreNearest(place: Place): Promise<Position> {
    for (const snapshot of this.snapshots.upTo(place)) {
      this.record.goBack(snapshot);
      const position = await this.store.restore(snapshot.id);
      if (before(place, position) || !this.changes.hasNoneBetween(snapshot.position, position)) continue;
      this.changes.goTo(position);
      return position;
    }
    throw new AdapterError(
      'beginningOfRun',
      'No snapshot reaches back that far. Restart the session and stop earlier.',
    );
  }

  private async take(): Promise<void> {
    this.isTaking = true;
    await this.store.take();
  }
}
