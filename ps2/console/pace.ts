const cyclesPerMs = 294_912;
/** Time that a slow computer has lost beyond this is not caught up. */
const mostLagMs = 50;

/** Holds a console to the speed of a real one, for those outside who count on its time. */
export class Pace {
  private start = 0;
  private startCycles: number | undefined;

  /** The clock begins anew, as after a change of the console's time. */
  reset(): void {
    this.startCycles = undefined;
  }

  /** Waits as long as a console that has come to `cycles` is ahead of real time. */
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
