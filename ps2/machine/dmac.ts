import type { DmacState, ScratchpadChannelNumber } from './dmacState';
import { MachineFault } from './fault';
import type { Machine } from './machine';
import { gifChannel, haltGif, resumeGif, writeGifControl } from './gifDma';
import { isReleased } from './channelRules';
import { catchUp, haltChannel, resumeChannel, writeChannelControl } from './scratchpadDma';

const channelNumbers: readonly ScratchpadChannelNumber[] = [8, 9];
const transferring = 0x100;
const channelMask = 0x3ff;

type ControllerField = Exclude<keyof DmacState, 'channels' | 'gif' | 'busFree'>;

/** Registers of the controller: address → field, and the bits that can be written. */
const controllerRegisters = new Map<number, readonly [ControllerField, number]>([
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

/** Registers of channel 2: address → field. The addresses may have bit 31, for the scratchpad. */
const gifControl = 0x1000a000;
const gifRegisters = new Map<number, readonly ['address' | 'quadwords' | 'tag', number]>([
  [0x1000a010, ['address', 0xfffffff0]],
  [0x1000a020, ['quadwords', 0xffff]],
  [0x1000a030, ['tag', 0xfffffff0]],
]);
const gifReturns = [0x1000a040, 0x1000a050] as const;

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
  if (address === gifControl) return dmac.gif.control;
  const gif = gifRegisters.get(address);
  if (gif !== undefined) return dmac.gif[gif[0]];
  const level = gifReturns.findIndex((one) => one === address);
  if (level >= 0) return dmac.gif.returns[level === 0 ? 0 : 1];
  if (address === enableRead) return dmac.enable;
  const register = controllerRegisters.get(address);
  return register === undefined ? undefined : dmac[register[0]];
}

/** Writes a register of the DMAC. False where there is none. */
export function writeDmac(machine: Machine, address: number, value: number): boolean {
  const { dmac } = machine.state;
  const place = channelAt(address);
  if (place !== undefined) return writeChannel(machine, place[0], place[1], value);
  if (address >= gifControl && address < gifControl + 0x100) return writeGifChannel(machine, address, value);
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

function writeGifChannel(machine: Machine, address: number, value: number): boolean {
  const channel = machine.state.dmac.gif;
  if (address === gifControl) {
    writeGifControl(machine, value);
    return true;
  }
  const level = gifReturns.findIndex((one) => one === address);
  const register = gifRegisters.get(address);
  if (level < 0 && register === undefined) return false;
  if ((channel.control & transferring) !== 0 && isReleased(machine.state.dmac, gifChannel))
    throw new MachineFault(
      'The program writes a register of DMA channel 2 while the channel transfers. Wait until D_CHCR.STR is 0.',
      channel.address,
    );
  if (register !== undefined) channel[register[0]] = (value & register[1]) >>> 0;
  else channel.returns[level === 0 ? 0 : 1] = (value & ~15) >>> 0;
  return true;
}

/** Changes a register of the controller; transfers in progress continue by the new rules. */
function changeController(machine: Machine, field: ControllerField, value: number): void {
  const { dmac } = machine.state;
  const changed = dmac[field] ^ value;
  const steers =
    field === 'control' || field === 'enable' || (field === 'conditions' && changed >>> 16 !== 0);
  if (changed === 0 || !steers) {
    dmac[field] = value;
    return;
  }
  for (const index of channelNumbers) haltChannel(machine, index);
  haltGif(machine);
  dmac[field] = value;
  for (const index of channelNumbers) resumeChannel(machine, index);
  resumeGif(machine);
}

/** The condition of bc0t: every channel that D_PCR names has its bit in D_STAT set. */
export function dmaDone(machine: Machine): boolean {
  const { dmacStatus, dmac } = machine.state;
  return ((dmacStatus | ~dmac.conditions) & channelMask) === channelMask;
}
