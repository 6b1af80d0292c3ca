const wordRange = 0x1_0000_0000;

/**
 * Ticks since the start of the program, from their low words. This works if less than three quarters of the word's range
 * pass between two events, or if a look reports the time in between.
 */
export class TickClock {
  constructor(public last = 0) {}

  /**
   * Accounts for time without events, or with lost events.
   * @param lowWords low words of the events of a look, in order.
   * @param now ticks of the program at that look.
   */
  catchUp(lowWords: readonly number[], now: number): void {
    const trial = new TickClock(this.last);
    for (const word of lowWords) trial.ticksAt(word);
    // The last event is recent, so only whole overflows of the word can be missing.
    const turns = Math.round((now - trial.last) / wordRange);
    if (lowWords.length > 0 && turns > 0) this.last += turns * wordRange;
  }

  ticksAt(lowWord: number): number {
    const ahead = (lowWord - this.last) >>> 0;
    // A read that was issued early started before the previous event, by up to a quarter of the range.
    const step = ahead < 0xc000_0000 ? ahead : ahead - wordRange;
    this.last = Math.max(0, this.last + step);
    return this.last;
  }
}
