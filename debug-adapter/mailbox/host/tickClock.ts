const wordRange = 0x1_0000_0000;

/**
 * Ticks since the start of the program from their low words: between two events less than three quarters of the
 * word's range pass, or a look says how late it is.
 */
export class TickClock {
  constructor(public last = 0) {}

  /**
   * Catches up with what passed unseen: time in which nothing was reported, or whose events were lost.
   * @param lowWords of the events of a look, in order.
   * @param now ticks of the program as of that look.
   */
  catchUp(lowWords: readonly number[], now: number): void {
    const trial = new TickClock(this.last);
    for (const word of lowWords) trial.ticksAt(word);
    // The last event is of about now, so that only whole turns of the word can be missing.
    const turns = Math.round((now - trial.last) / wordRange);
    if (lowWords.length > 0 && turns > 0) this.last += turns * wordRange;
  }

  ticksAt(lowWord: number): number {
    const ahead = (lowWord - this.last) >>> 0;
    // A read that was issued early began before the event that was told before it: up to a quarter of the range back.
    const step = ahead < 0xc000_0000 ? ahead : ahead - wordRange;
    this.last = Math.max(0, this.last + step);
    return this.last;
  }
}
