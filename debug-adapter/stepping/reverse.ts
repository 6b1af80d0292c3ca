import type { Changes } from '../debuggee/changes';
import type { History } from '../debuggee/history';
import type { RunRecord } from '../debuggee/runRecord';
import type { Breakpoints } from '../breakpoints/breakpoints';
import type { LimitedTarget } from '../targets/limitedTarget';
import type { SnapshotStore, Position, Target, TargetEvent } from '../targets/target';
import { limits } from '../waits/limits';
import type { Cursor } from './cursor';
import { Rewind } from './rewind';
import { isRunStart, stepBackRoute, wayTo, type StepBackRoute } from './steppingBack';

/** Reverse execution on a target that keeps snapshots: goes back to one and runs from there to the line. */
export class Reverse {
  readonly rewind: Rewind;

  constructor(
    private readonly target: Target,
    store: SnapshotStore,
    private readonly limited: LimitedTarget,
    private readonly record: RunRecord,
    private readonly changes: Changes,
  ) {
    this.rewind = new Rewind(store, record, changes);
  }

  /**
   * The route to the previous line, or to the last breakpoint that was passed; if there is none, to the start of the run.
   * @throws AdapterError when the run is at its start.
   */
  stepBackRoute(
    step: 'stepBack' | 'reverseContinue',
    cursor: Cursor,
    breakpoints: Breakpoints,
  ): StepBackRoute {
    const { plan } = this.target;
    return stepBackRoute(step, {
      plan,
      cursor,
      history: this.record.history,
      breakpoints,
      rewind: this.rewind,
    });
  }

  /** Whether the run starts at this line. */
  isRunStart(cursor: Cursor): boolean {
    return isRunStart(cursor, this.rewind);
  }

  /**
   * Restores the last snapshot before the line and runs from there to the line.
   * @returns the position, if the snapshot is at the line already; otherwise the target reports a stop.
   */
  async go(route: StepBackRoute): Promise<Position | undefined> {
    const { target } = this;
    const advice = 'restart the session';
    const near = this.rewind.restoreNearest(route.line);
    const position = await this.limited.wait(near, limits.checkpoint, 'Stepping back', advice);
    const { pass, operation } = route.line;
    if (position.pass === pass && position.operation === operation) return position;
    await target.setBreakpoints(this.changes.operationsAhead);
    await target.resume(wayTo(target.plan, route.line));
    return undefined;
  }

  /** The target took a snapshot. */
  snapshotTaken(event: TargetEvent & { type: 'snapshotTaken' }, history: History): Promise<void> {
    return this.rewind.snapshotTaken(event, history);
  }
}
