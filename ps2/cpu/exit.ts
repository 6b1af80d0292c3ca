/** Why `interpret` returned; the program counter in the state is up to date. */
export enum Exit {
  /** The count is reached, and the program counter is not in a delay slot. */
  Count,
  /** The instruction must be decoded first. */
  NotDecoded,
  Breakpoint,
  Hook,
  /** The program counter is outside the segment. */
  Far,
  /** A syscall was executed; the program counter is after it. */
  Syscall,
  /** An instruction loaded the program counter. */
  Reload,
}
