import { readFields, type AnyFieldValues } from '../../targets/fields';
import { pcsx2 } from '../../targets/pcsx2';

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
  /** A save-state slot that is the debugger's to overwrite. */
  readonly checkpointSlot: number | undefined;
  /** The ELF of the program, whose symbol says where the mailbox is; undefined searches for it. */
  readonly elf: string | undefined;
}

/** What a launch configuration has under `pcsx2`. @throws FieldError */
export function pcsx2OptionsOf(given: AnyFieldValues): Pcsx2Options {
  const own = readFields(pcsx2.fields, given, pcsx2.id);
  const { path, slot, replySeconds, startSeconds, checkpointSlot, elf } = own;
  return { path, slot, replyMs: replySeconds * 1000, stageMs: startSeconds * 1000, checkpointSlot, elf };
}
