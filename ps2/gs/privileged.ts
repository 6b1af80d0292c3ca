import { hex } from '../machine/fault';
import type { Machine } from '../machine/machine';
import { watchVblank } from '../machine/vblank';
import { imrIndex } from './state';
import { raisePending, statusWord, writeStatus } from './status';
import { privileged, unshownFormat } from './displayRegisters';
import { changeMode, videoMode, videoModes } from './video';

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
  if (place === privileged.imr) maskChanged(machine);
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

function maskChanged(machine: Machine): void {
  raisePending(machine);
  watchVblank(machine);
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
  maskChanged(machine);
  return previous;
}

/** GsGetIMR. */
export const getImr = (machine: Machine): number => machine.state.gs.privileged[2 * imrIndex] ?? 0;

/** GetGsDxDyOffset of a mode: how far its picture is to be moved, which is nowhere. */
export function gsOffset(machine: Machine, into: readonly number[]): number {
  for (const address of into) if (address !== 0) machine.memory.setU32(address, 0, 'GetGsDxDyOffset');
  return 0;
}
