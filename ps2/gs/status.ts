import type { Machine } from '../machine/machine';
import { isPadOpen } from '../iop/padState';
import { raiseIntc } from '../kernel/interrupts';
import { privileged } from './displayRegisters';
import { imrIndex, newGs } from './state';
import { fieldAt, lineAt } from './video';

/** Bits of CSR, of which IMR masks the first five eight bits higher. */
const csr = { signal: 1, finish: 2, hsint: 4, vsint: 8, edwint: 16, reset: 0x200, field: 0x2000 } as const;
/** FIFO empty, revision and id of the GS (PCSX2, GS.h). */
const csrIdle = 0x551b4000;
/** INTC cause of the GS. */
const gsCause = 0;

/** The low word of CSR. */
export function statusWord(machine: Machine): number {
  const { gs, video } = machine.state;
  const { now } = machine;
  const stored = (gs.privileged[2 * privileged.csr] ?? 0) & (csr.signal | csr.finish);
  const number = fieldAt(video, now);
  const vsint = number > video.clearedField ? csr.vsint : 0;
  const hsint = lineAt(video, now) > video.clearedLine ? csr.hsint : 0;
  if (vsint === 0 && isPadOpen(machine.state.iop.pad)) machine.polls++;
  return (csrIdle | stored | vsint | hsint | ((number & 1) * csr.field)) >>> 0;
}

/** Writes the low word of CSR. */
export function writeStatus(machine: Machine, value: number): void {
  const { state, now } = machine;
  const { gs, video } = state;
  const at = 2 * privileged.csr;
  gs.privileged[at] = (gs.privileged[at] ?? 0) & ~(value & (csr.signal | csr.finish));
  if ((value & csr.vsint) !== 0) video.clearedField = fieldAt(video, now);
  if ((value & csr.hsint) !== 0) video.clearedLine = lineAt(video, now);
  if ((value & csr.reset) === 0) return;
  video.clearedField = fieldAt(video, now);
  video.clearedLine = lineAt(video, now);
  state.gs = { ...newGs(), gif: gs.gif };
}

/** Whether IMR lets a condition of CSR interrupt. */
function isUnmasked(machine: Machine, condition: number): boolean {
  const imr = machine.state.gs.privileged[2 * imrIndex] ?? 0;
  return (imr & (condition << 8)) === 0;
}

/** A condition of CSR has come true. */
function signal(machine: Machine, condition: number): void {
  const at = 2 * privileged.csr;
  const registers = machine.state.gs.privileged;
  if (((registers[at] ?? 0) & condition) !== 0) return;
  registers[at] = (registers[at] ?? 0) | condition;
  if (isUnmasked(machine, condition)) raiseIntc(machine, gsCause);
}

/** IMR has changed: what is set and not masked any more interrupts. */
export function raisePending(machine: Machine): void {
  const set = statusWord(machine);
  if ([csr.signal, csr.finish, csr.vsint].some((bit) => (set & bit) !== 0 && isUnmasked(machine, bit)))
    raiseIntc(machine, gsCause);
  if (isUnmasked(machine, csr.hsint)) machine.notice('The GS does not interrupt at every line (IMR.HSMSK).');
}

/** Whether the GS interrupts at a vertical blank. */
export const interruptsAtVsync = (machine: Machine): boolean => isUnmasked(machine, csr.vsint);

/** A field has begun: an interrupt, unless the last one's is not cleared. */
export function vsync(machine: Machine): void {
  const { video } = machine.state;
  if (!interruptsAtVsync(machine) || fieldAt(video, machine.now) - 1 > video.clearedField) return;
  raiseIntc(machine, gsCause);
}

/** The drawing register FINISH: everything before it is drawn. */
export const finish = (machine: Machine): void => signal(machine, csr.finish);

/** The drawing registers SIGNAL and LABEL: bits of SIGLBLID under a mask. */
export function setIdentity(machine: Machine, part: 'signal' | 'label', value: number, mask: number): void {
  const registers = machine.state.gs.privileged;
  const at = 2 * privileged.siglblid + (part === 'signal' ? 0 : 1);
  if (part === 'signal' && ((registers[2 * privileged.csr] ?? 0) & csr.signal) !== 0)
    machine.notice('The GS does not wait at a second SIGNAL until the first one is cleared in CSR.');
  registers[at] = ((registers[at] ?? 0) & ~mask) | (value & mask);
  if (part === 'signal') signal(machine, csr.signal);
}
