import { noCheckpoints } from '../debuggee/refusals';
import { limits } from '../waits/limits';
import { withStallLimit } from '../waits/wait';
import type { Position, Target } from './target';

/**
 * Requests of a session to its target. Each wait has a name and a limit for the time without progress. Every event of the
 * target restarts the limit, so that a slow machine is not mistaken for one that hangs.
 */
export class LimitedTarget {
  private readonly watchers = new Set<() => void>();

  constructor(private readonly target: Target) {
    target.onEvent(() => {
      for (const goesOn of this.watchers) goesOn();
    });
  }

  /** Waits for other work of the target. @throws WaitError when the target makes no progress. */
  async wait<T>(work: Promise<T>, limitMs: number, what: string, advice: string): Promise<T> {
    let watcher: (() => void) | undefined;
    const watched = (goesOn: () => void): Promise<T> => {
      watcher = goesOn;
      this.watchers.add(goesOn);
      return work;
    };
    try {
      return await withStallLimit(watched, limitMs, what, advice);
    } finally {
      if (watcher) this.watchers.delete(watcher);
    }
  }

  setBreakpoints(operations: readonly number[]): Promise<void> {
    const advice = 'pause the program and set them again';
    return this.wait(
      this.target.setBreakpoints(operations),
      limits.breakpoints,
      'Setting breakpoints',
      advice,
    );
  }

  /** @param stopped resolves at the stop. */
  async pause(stopped: Promise<void>): Promise<void> {
    await this.target.pause();
    await this.wait(stopped, limits.pause, 'Pausing the program', 'wait, or end the session');
  }

  /** Saves the current stop in a save state. @throws AdapterError when the target cannot. */
  async saveCheckpoint(): Promise<void> {
    const { target } = this;
    if (!target.saveState) throw noCheckpoints(target.descriptor);
    await this.wait(target.saveState.save(), limits.checkpoint, 'Saving the checkpoint', 'try again');
  }

  /** Returns to the save state. @throws AdapterError when the target cannot. @returns where it is stopped. */
  async returnToCheckpoint(): Promise<Position> {
    const { target } = this;
    if (!target.saveState) throw noCheckpoints(target.descriptor);
    const advice = 'restart the session';
    const back = target.saveState.load();
    return this.wait(back, limits.checkpoint, 'Returning to the checkpoint', advice);
  }

  dispose(stays?: boolean): Promise<void> {
    const advice = 'it may keep running';
    return this.wait(this.target.dispose(stays), limits.dispose, 'Ending the target', advice);
  }
}
