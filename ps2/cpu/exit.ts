/** Why `interpret` came back; the program counter in the state is up to date. */
export enum Exit {
  /** The count is reached, and the program counter is in no delay slot. */
  Count,
  /** The instruction has to be predecoded first. */
  Undecoded,
  Breakpoint,
  Hook,
  /** The program counter lies outside of the segment. */
  Far,
  /** A syscall was executed; the program counter is behind it. */
  Syscall,
  /** An instruction loaded the program counter. */
  Reload,
}
