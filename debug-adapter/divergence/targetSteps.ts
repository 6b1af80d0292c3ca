import type { Position, RunUntil, Target } from '../targets/target';

/** Where a program stands after it was resumed. */
export type Standing =
  | { readonly type: 'stopped'; readonly position: Position }
  | { readonly type: 'ended' }
  | { readonly type: 'failed'; readonly message: string }
  /** Before it was resumed: the user wants to look. */
  | { readonly type: 'paused' };

/** Steps of a program. */
export interface Steps {
  /** Ids that the program has sampled. */
  readonly sampled: readonly number[];
  /** Resumes the program. @returns where it stands then. @throws the reason of an abort. */
  resume(until: RunUntil): Promise<Standing>;
  /** Where the program stands, as soon as it does. */
  standing(): Promise<Standing>;
}

/** Resumes a target and waits until it stands still. */
export class TargetSteps implements Steps {
  readonly sampled: number[] = [];
  private arrived: Standing[] = [];
  private waiting: (() => void) | undefined;

  constructor(
    private readonly target: Target,
    private readonly signal: AbortSignal,
  ) {
    target.onEvent((event) => {
      if (event.type === 'trace')
        for (const item of event.events) if (item.type === 'token') this.sampled.push(item.id);
      if (event.type === 'stopped' || event.type === 'ended' || event.type === 'failed') {
        this.arrived.push(event);
        this.waiting?.();
      }
    });
    signal.addEventListener('abort', () => this.waiting?.());
  }

  async resume(until: RunUntil): Promise<Standing> {
    this.arrived = [];
    await this.target.resume(until);
    return this.standing();
  }

  async standing(): Promise<Standing> {
    for (;;) {
      this.signal.throwIfAborted();
      const [first] = this.arrived;
      if (first) return first;
      await new Promise<void>((resolve) => (this.waiting = resolve));
    }
  }
}
