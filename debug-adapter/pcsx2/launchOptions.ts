import { readFields, type AnyFieldValues } from '../../targets/fields';
import { pcsx2 } from '../../targets/pcsx2';

/** The launch fields of PCSX2. */
export interface Pcsx2Options {
  /** `ps2ml.pcsx2.path`; if it is empty, PS2 ML searches for PCSX2. */
  readonly path: string;
  /** The PINE slot. Default: the one in the settings of PCSX2. */
  readonly slot: number | undefined;
  /** Limit for connecting to PCSX2 and for each reply, in milliseconds. */
  readonly replyMs: number;
  /** Limit of each stage of the start, in milliseconds. */
  readonly stageMs: number;
  /** A save-state slot that the debugger may overwrite. */
  readonly checkpointSlot: number | undefined;
  /** The ELF of the EE program, with the symbol of the mailbox. Default: RAM is searched for the mailbox. */
  readonly elf: string | undefined;
}

/** The group `pcsx2` of a launch configuration. @throws FieldError when a field is invalid. */
export function pcsx2OptionsOf(given: AnyFieldValues): Pcsx2Options {
  const own = readFields(pcsx2.fields, given, pcsx2.id);
  const { path, slot, replySeconds, startSeconds, checkpointSlot, elf } = own;
  return { path, slot, replyMs: replySeconds * 1000, stageMs: startSeconds * 1000, checkpointSlot, elf };
}
