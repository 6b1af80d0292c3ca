import { limits } from '../waits/limits';
import { noCheckpoints } from '../debuggee/refusals';
import type { Position, Target } from './target';
import { withLimit } from '../waits/wait';

/** What a session asks of its target, each wait with a limit and its name. */
export class LimitedTarget {
  constructor(private readonly target: Target) {}

  setBreakpoints(operations: readonly number[]): Promise<void> {
    const advice = 'pause the program and set them again';
    return withLimit(
      this.target.setBreakpoints(operations),
      limits.breakpoints,
      'Setting breakpoints',
      advice,
    );
  }

  /** @param stopped the stop that it leads to. */
  async pause(stopped: Promise<void>): Promise<void> {
    await this.target.pause();
    await withLimit(stopped, limits.pause, 'Pausing the program', 'wait, or end the session');
  }

  /** Keeps the present stop in a save state. @throws Error in words when it cannot. */
  async saveCheckpoint(): Promise<void> {
    const { target } = this;
    if (!target.saveState) throw noCheckpoints(target.descriptor);
    await withLimit(target.saveState.save(), limits.checkpoint, 'Saving the checkpoint', 'try again');
  }

  /** Goes back to the save state. @throws Error in words when it cannot. @returns where it stands. */
  async returnToCheckpoint(): Promise<Position> {
    const { target } = this;
    if (!target.saveState) throw noCheckpoints(target.descriptor);
    const advice = 'end the session and start it again';
    const back = target.saveState.load();
    return withLimit(back, limits.checkpoint, 'Returning to the checkpoint', advice);
  }

  dispose(stays?: boolean): Promise<void> {
    const advice = 'it is left to itself';
    return withLimit(this.target.dispose(stays), limits.dispose, 'Ending the target', advice);
  }
}
