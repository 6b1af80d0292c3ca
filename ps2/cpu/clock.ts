/** Lays instructions into time, where a cycle is not an instruction. */
export interface Clock {
  /** The instruction that `start` was called for has a delay slot. */
  readonly isBranch: boolean;
  /**
   * The next instruction starts; the registers are those before it.
   * @param index its address without segment
   * @param slotWord the instruction after it
   * @param now the earliest cycle
   * @returns the cycle in which it starts, not before the last one's
   */
  start(index: number, word: number, slotWord: number, now: number): number;
  /** The delay slot of the branch of the last `start` was executed with it. @returns as `start` */
  startSlot(index: number, word: number, now: number): number;
  /**
   * A branch has been executed, and its delay slot if there was one.
   * @param target address without segment, if it was taken
   * @param at the cycle in which the last of them started
   */
  branched(index: number, target: number, isTaken: boolean, at: number): void;
}
