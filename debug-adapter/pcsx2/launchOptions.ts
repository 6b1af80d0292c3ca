/** What a launch configuration says of PCSX2. */
export interface Pcsx2Options {
  /** `ps2ml.pcsx2.path`; empty looks for it. */
  readonly path: string;
  /** The slot of PINE; undefined takes that of PCSX2's settings. */
  readonly slot: number | undefined;
  /** How long PCSX2 may take to be reached and for each answer, in milliseconds. */
  readonly replyMs: number;
  /** Limit of each stage of the start, in milliseconds. */
  readonly stageMs: number;
  /** Whether the program runs on when the session ends. */
  readonly stays: boolean;
  /** A save-state slot that is the debugger's to overwrite. */
  readonly checkpointSlot: number | undefined;
  /** The ELF of the program, whose symbol says where the mailbox is; undefined searches for it. */
  readonly elf: string | undefined;
}
