import { builtIn } from '../../../targets/builtIn';
import type { Link } from '../../targets/link';

/** A program whose heartbeat stands still for so long, while its machine runs, will not come back. */
const longestMs = 10_000;
/** After so long the machine is asked whether it stands. */
const askMs = 500;

/** Watches the heartbeat of a program that is to run. */
export class LifeSigns {
  private heartbeat: number | undefined;
  private since = 0;
  private asked = 0;
  private said: string | undefined;
  private readonly limitMs: number;

  constructor(
    private readonly log: (text: string) => void,
    /** No stage of a start may take longer, and no silence either. */
    stageMs: number,
    private readonly clock: () => number = () => performance.now(),
  ) {
    this.limitMs = Math.min(longestMs, stageMs);
  }

  /** Counts from now. */
  goesOn(): void {
    this.heartbeat = undefined;
    this.said = undefined;
  }

  /** @throws Error in words when the program is dead. */
  async check(heartbeat: number, link: Pick<Link, 'standstill'>): Promise<void> {
    const now = this.clock();
    if (heartbeat !== this.heartbeat) {
      this.heartbeat = heartbeat;
      this.since = now;
      this.asked = now;
      this.said = undefined;
      return;
    }
    if (now - this.asked < askMs) return;
    this.asked = now;
    const why = await link.standstill();
    if (why !== undefined) {
      // As long as the machine stands the program cannot be judged.
      this.since = now;
      if (why !== this.said) this.log(why);
      this.said = why;
    } else if (now - this.since >= this.limitMs) {
      throw new Error(
        `The program has given no sign of life for ${this.limitMs / 1000} s although its machine runs: it has crashed or hangs. See what the log says in the Debug Console, and try the same on the built-in console ("target": "${builtIn.id}"), which names the place of a crash.`,
      );
    }
  }
}
