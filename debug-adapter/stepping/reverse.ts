import type { History } from '../debuggee/history';
import type { RunRecord } from '../debuggee/runRecord';
import type { Breakpoints } from '../breakpoints/breakpoints';
import type { LimitedTarget } from '../targets/limitedTarget';
import type { Keeper, Position, Target, TargetEvent } from '../targets/target';
import { limits } from '../waits/limits';
import { isEnd, type Cursor } from './cursor';
import { Rewind } from './rewind';
import { isBeginning, wayBack, type WayBack } from './steppingBack';

/** Reverse execution on a target that keeps snapshots: goes back to one and runs from there to the line. */
export class Reverse {
  readonly rewind: Rewind;

  constructor(
    private readonly target: Target,
    keeper: Keeper,
    private readonly limited: LimitedTarget,
    private readonly record: RunRecord,
  ) {
    this.rewind = new Rewind(keeper, record);
  }

  /**
   * The way to the line before, or to the last breakpoint that was passed, else to the beginning.
   * @throws AdapterError when there is none.
   */
  wayBack(step: 'stepBack' | 'reverseContinue', cursor: Cursor, breakpoints: Breakpoints): WayBack {
    const { plan } = this.target;
    return wayBack(step, { plan, cursor, history: this.record.history, breakpoints, rewind: this.rewind });
  }

  /** Whether nothing of the run lies before this line. */
  isBeginning(cursor: Cursor): boolean {
    return isBeginning(cursor, this.rewind);
  }

  /**
   * Brings the program to the last snapshot before the line and lets it run to it.
   * @returns where it stands, when the snapshot is at the line already; else a stop is reported by the target.
   */
  async go(way: WayBack): Promise<Position | undefined> {
    const { target } = this;
    const advice = 'end the session and start it again';
    const near = this.rewind.near(way.line);
    const position = await this.limited.wait(near, limits.checkpoint, 'Going back', advice);
    const { pass, operation } = way.line;
    if (position.pass === pass && position.operation === operation) return position;
    await target.setBreakpoints([]);
    await target.resume(
      isEnd(target.plan, way.line) ? { kind: 'end' } : { kind: 'operations', operations: [operation] },
    );
    return undefined;
  }

  /** The target took a snapshot. */
  kept(event: TargetEvent & { type: 'kept' }, history: History): Promise<void> {
    return this.rewind.kept(event, history);
  }
}
