import type { DmacState, ScratchpadChannelNumber } from './dmacState';
import { MachineFault } from './fault';
import type { Machine } from './machine';
import { catchUp, haltChannel, isReleased, resumeChannel, writeChannelControl } from './scratchpadDma';

const channelNumbers: readonly ScratchpadChannelNumber[] = [8, 9];
const transferring = 0x100;
const channelMask = 0x3ff;

/** Registers of the controller: address → field, and the bits that can be written. */
const controllerRegisters = new Map<
  number,
  readonly [Exclude<keyof DmacState, 'channels' | 'busFree'>, number]
>([
  [0x1000e000, ['control', 0x7ff]],
  [0x1000e020, ['conditions', 0x83ff03ff]],
  [0x1000e030, ['interleave', 0x00ff00ff]],
  [0x1000e040, ['ringSize', 0x7ffffff0]],
  [0x1000e050, ['ringStart', 0x7ffffff0]],
  [0x1000e060, ['stallAddress', 0x7ffffff0]],
]);
const enableRead = 0x1000f520;
const enableWrite = 0x1000f590;

/** Registers of a channel: offset → field, and the bits that can be written (D_MADR has no bit 31: recorded). */
const channelRegisters = new Map<number, readonly ['address' | 'quadwords' | 'tag' | 'scratchpad', number]>([
  [0x10, ['address', 0x7ffffff0]],
  [0x20, ['quadwords', 0xffff]],
  [0x30, ['tag', 0xfffffff0]],
  [0x80, ['scratchpad', 0x3ff0]],
]);

function channelAt(address: number): readonly [ScratchpadChannelNumber, offset: number] | undefined {
  if (address < 0x1000d000 || address >= 0x1000d800) return undefined;
  return [address < 0x1000d400 ? 8 : 9, address & 0x3ff];
}

/** A register of the DMAC; undefined where there is none. D_STAT is with the interrupts. */
export function readDmac(machine: Machine, address: number): number | undefined {
  const { dmac } = machine.state;
  const place = channelAt(address);
  if (place !== undefined) {
    const [index, offset] = place;
    catchUp(machine, index);
    const channel = dmac.channels[index];
    if (offset === 0) return channel.control;
    const register = channelRegisters.get(offset);
    return register === undefined ? undefined : channel[register[0]];
  }
  if (address === enableRead) return dmac.enable;
  const register = controllerRegisters.get(address);
  return register === undefined ? undefined : dmac[register[0]];
}

/** Writes a register of the DMAC. False where there is none. */
export function writeDmac(machine: Machine, address: number, value: number): boolean {
  const { dmac } = machine.state;
  const place = channelAt(address);
  if (place !== undefined) return writeChannel(machine, place[0], place[1], value);
  if (address === enableWrite) {
    changeController(machine, 'enable', ((dmac.enable & ~0x10000) | (value & 0x10000)) >>> 0);
    return true;
  }
  const register = controllerRegisters.get(address);
  if (register === undefined) return false;
  changeController(machine, register[0], (value & register[1]) >>> 0);
  return true;
}

function writeChannel(
  machine: Machine,
  index: ScratchpadChannelNumber,
  offset: number,
  value: number,
): boolean {
  const channel = machine.state.dmac.channels[index];
  if (offset === 0) {
    writeChannelControl(machine, index, value);
    return true;
  }
  const register = channelRegisters.get(offset);
  if (register === undefined) return false;
  if ((channel.control & transferring) !== 0 && isReleased(machine.state.dmac, index))
    throw new MachineFault(
      `The program writes a register of DMA channel ${index} while the channel transfers. Wait until D_CHCR.STR is 0.`,
      channel.address,
    );
  channel[register[0]] = (value & register[1]) >>> 0;
  return true;
}

/** Changes a register of the controller; transfers in progress continue by the new rules. */
function changeController(
  machine: Machine,
  field: Exclude<keyof DmacState, 'channels' | 'busFree'>,
  value: number,
): void {
  const { dmac } = machine.state;
  const changed = dmac[field] ^ value;
  const steers =
    field === 'control' || field === 'enable' || (field === 'conditions' && changed >>> 16 !== 0);
  if (changed === 0 || !steers) {
    dmac[field] = value;
    return;
  }
  for (const index of channelNumbers) haltChannel(machine, index);
  dmac[field] = value;
  for (const index of channelNumbers) resumeChannel(machine, index);
}

/** The condition of bc0t: every channel that D_PCR names has its bit in D_STAT set. */
export function dmaDone(machine: Machine): boolean {
  const { dmacStatus, dmac } = machine.state;
  return ((dmacStatus | ~dmac.conditions) & channelMask) === channelMask;
}
