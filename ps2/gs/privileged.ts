import { hex } from '../machine/fault';
import { isPadOpen } from '../iop/padState';
import type { Machine } from '../machine/machine';
import { raiseIntc } from '../kernel/interrupts';
import { watchVblank } from '../machine/vblank';
import { imrIndex, newGs } from './state';
import { privileged, unshownFormat } from './displayRegisters';
import { changeMode, fieldAt, lineAt, videoMode, videoModes } from './video';

/** Bits of CSR, of which IMR masks the first five eight bits higher. */
const csr = { signal: 1, finish: 2, hsint: 4, vsint: 8, edwint: 16, reset: 0x200, field: 0x2000 } as const;
/** FIFO empty, revision and id of the GS (PCSX2, GS.h). */
const csrIdle = 0x551b4000;
/** INTC cause of the GS. */
const gsCause = 0;

/** The place of a register of an address, 0x12000000 to 0x12001fff; undefined where there is none. */
function placeOf(address: number): number | undefined {
  const offset = address - 0x12000000;
  if (offset < 0 || offset >= 0x2000 || (offset & 0xf08) !== 0) return undefined;
  return ((offset & 0x1000) >>> 8) | ((offset & 0xf0) >>> 4);
}

/**
 * A word of a privileged register; undefined where there is none. Only CSR and SIGLBLID can be read: the others show
 * CSR (PCSX2, GS.cpp).
 */
export function readPrivileged(machine: Machine, address: number): number | undefined {
  const place = placeOf(address);
  if (place === undefined) return undefined;
  if (place === privileged.siglblid)
    return machine.state.gs.privileged[2 * place + ((address >>> 2) & 1)] ?? 0;
  return (address & 4) === 0 ? statusWord(machine) : 0;
}

/** Writes a word of a privileged register. False where there is none. */
export function writePrivileged(machine: Machine, address: number, value: number): boolean {
  const place = placeOf(address);
  if (place === undefined) return false;
  const { gs } = machine.state;
  const isHigh = (address & 4) !== 0;
  if (place === privileged.csr) {
    if (!isHigh) writeStatus(machine, value);
    return true;
  }
  gs.privileged[2 * place + (isHigh ? 1 : 0)] = value;
  if (isHigh) return true;
  if (place === privileged.imr) raisePending(machine);
  else if (place === privileged.extwrite && (value & 1) !== 0)
    machine.notice('The GS does not write the picture back to memory (EXTWRITE).');
  else if (place === privileged.busdir && (value & 1) !== 0)
    machine.notice('The GS does not send local memory to RAM (BUSDIR).');
  else if (place === privileged.pmode || place === privileged.dispfb1 || place === privileged.dispfb2)
    nameUnshown(machine);
  return true;
}

function nameUnshown(machine: Machine): void {
  const format = unshownFormat(machine.state.gs);
  if (format === undefined) return;
  machine.notice(
    `A display circuit reads the pixel format 0x${format.toString(16)}, which cannot be shown: use PSMCT32, 24, 16 or 16S.`,
  );
}

/** A part of a register that bytes and halfwords are written into: what was written last. */
export function writtenWord(machine: Machine, address: number): number {
  const place = placeOf(address) ?? 0;
  return place === privileged.csr ? 0 : (machine.state.gs.privileged[2 * place + ((address >>> 2) & 1)] ?? 0);
}

function statusWord(machine: Machine): number {
  const { gs, video } = machine.state;
  const { now } = machine;
  const stored = (gs.privileged[2 * privileged.csr] ?? 0) & (csr.signal | csr.finish);
  const number = fieldAt(video, now);
  const vsint = number > video.clearedField ? csr.vsint : 0;
  const hsint = lineAt(video, now) > video.clearedLine ? csr.hsint : 0;
  if (vsint === 0 && isPadOpen(machine.state.iop.pad)) machine.polls++;
  return (csrIdle | stored | vsint | hsint | ((number & 1) * csr.field)) >>> 0;
}

function writeStatus(machine: Machine, value: number): void {
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
function raisePending(machine: Machine): void {
  const set = statusWord(machine);
  if ([csr.signal, csr.finish, csr.vsint].some((bit) => (set & bit) !== 0 && isUnmasked(machine, bit)))
    raiseIntc(machine, gsCause);
  if (isUnmasked(machine, csr.hsint)) machine.notice('The GS does not interrupt at every line (IMR.HSMSK).');
  watchVblank(machine);
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

/** SetGsCrt: interlace (0 or 1), mode, and FFMD of an interlaced picture (0 field, 1 frame). */
export function setGsCrt(machine: Machine, interlace: number, mode: number, frame: number): number {
  const { state } = machine;
  const { gs } = state;
  if (videoMode(mode & 0xff) === undefined)
    machine.notice(
      `SetGsCrt sets the video mode ${hex(mode & 0xff)}, which the built-in console does not model: it shows the picture as NTSC. Modelled are NTSC (2), PAL (3) and 480p (0x50).`,
    );
  const known = videoMode(mode & 0xff) === undefined ? videoModes.ntsc : mode & 0xff;
  changeMode(state.video, known, machine.now);
  gs.privileged[2 * privileged.smode2] = (interlace & 1) | ((frame & 1) << 1);
  state.events = state.events.filter(({ action }) => action.kind !== 'vblank' || !action.start);
  watchVblank(machine);
  return 0;
}

/** GsPutIMR. @returns the previous mask. */
export function putImr(machine: Machine, mask: number): number {
  const previous = getImr(machine);
  machine.state.gs.privileged[2 * imrIndex] = mask & 0xff00;
  raisePending(machine);
  return previous;
}

/** GsGetIMR. */
export const getImr = (machine: Machine): number => machine.state.gs.privileged[2 * imrIndex] ?? 0;

/** GetGsDxDyOffset of a mode: how far its picture is to be moved, which is nowhere. */
export function gsOffset(machine: Machine, into: readonly number[]): number {
  for (const address of into) if (address !== 0) machine.memory.setU32(address, 0, 'GetGsDxDyOffset');
  return 0;
}
