import { builtIn } from '../../../targets/builtIn';
import type { Link } from '../../targets/link';

/** A program without heartbeat for this time, while its machine runs, will not recover. */
const longestMs = 10_000;
/** After this time without heartbeat, the machine is asked whether it is paused. */
const askMs = 500;

/** Watches the heartbeat of a program that is to run. */
export class LifeSigns {
  private heartbeat: number | undefined;
  private since = 0;
  private asked = 0;
  private reportedReason: string | undefined;
  private readonly limitMs: number;

  constructor(
    private readonly log: (text: string) => void,
    /** Limit for each stage of a start, and for the time without heartbeat. */
    stageMs: number,
    private readonly clock: () => number = () => performance.now(),
  ) {
    this.limitMs = Math.min(longestMs, stageMs);
  }

  /** Restarts the time limit. */
  goesOn(): void {
    this.heartbeat = undefined;
    this.reportedReason = undefined;
  }

  /** @throws Error when the program no longer runs. */
  async check(heartbeat: number, link: Pick<Link, 'standstill'>): Promise<void> {
    const now = this.clock();
    if (heartbeat !== this.heartbeat) {
      this.heartbeat = heartbeat;
      this.since = now;
      this.asked = now;
      this.reportedReason = undefined;
      return;
    }
    if (now - this.asked < askMs) return;
    this.asked = now;
    const why = await link.standstill();
    if (why !== undefined) {
      // While the machine is paused, there is no heartbeat.
      this.since = now;
      if (why !== this.reportedReason) this.log(why);
      this.reportedReason = why;
    } else if (now - this.since >= this.limitMs) {
      throw new Error(
        `The program has given no sign of life for ${this.limitMs / 1000} s although its machine runs: it has crashed or hangs. Check the log in the Debug Console, and run it on the built-in console ("target": "${builtIn.id}"), which reports where a program crashes.`,
      );
    }
  }
}
