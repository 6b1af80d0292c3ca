const cyclesPerMs = 294_912;
/** A slow computer does not catch up on more lost time than this. */
const mostLagMs = 50;

/** Limits a console to the speed of a real one, for clients that depend on its timing. */
export class RealTimePace {
  private start = 0;
  private startCycles: number | undefined;

  /** Restarts the clock, as after a change of the console's time. */
  reset(): void {
    this.startCycles = undefined;
  }

  /** Waits while a console at `cycles` is ahead of real time. */
  async keep(cycles: number): Promise<void> {
    if (this.startCycles === undefined) {
      this.startCycles = cycles;
      this.start = performance.now();
      return;
    }
    const aheadMs = (cycles - this.startCycles) / cyclesPerMs - (performance.now() - this.start);
    if (aheadMs > 1) await new Promise((resolve) => setTimeout(resolve, aheadMs));
    else if (aheadMs < -mostLagMs) this.reset();
  }
}
