const cyclesPerMs = 294_912;
/** A slow computer does not catch up on more lost time than this. */
const mostLagMs = 50;

/** Limits a console to the speed of a real one, for clients and users that depend on its timing. */
export class RealTimePace {
  private start = 0;
  private startCycles: number | undefined;

  /** @param clock milliseconds of a steady clock */
  constructor(private readonly clock: () => number = () => performance.now()) {}

  /** Restarts the clock, as after a change of the console's time. */
  reset(): void {
    this.startCycles = undefined;
  }

  /** Milliseconds that a console at `cycles` is ahead of real time; none at the start of the clock, or behind. */
  aheadMs(cycles: number): number {
    if (this.startCycles === undefined) {
      this.startCycles = cycles;
      this.start = this.clock();
      return 0;
    }
    const ahead = (cycles - this.startCycles) / cyclesPerMs - (this.clock() - this.start);
    if (ahead < -mostLagMs) this.reset();
    return Math.max(0, ahead);
  }

  /** Waits while a console at `cycles` is ahead of real time. */
  async keep(cycles: number): Promise<void> {
    const ahead = this.aheadMs(cycles);
    if (ahead > 1) await new Promise((resolve) => setTimeout(resolve, ahead));
  }
}
