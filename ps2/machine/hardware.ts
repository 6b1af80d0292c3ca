import type { AccessBytes, Bus } from '../cpu/bus';
import { readGif, writeGif } from '../gs/gif';
import { readPrivileged, writePrivileged, writtenWord } from '../gs/privileged';
import type { Machine } from './machine';
import { isGifBusy, resumeGif } from './gifDma';
import { settleVblank, watchVblank } from './vblank';
import { dmaDone, readDmac, writeDmac } from './dmac';
import { sifGetRegister, sifSetRegister } from './sif';
import { syscall } from '../kernel/syscalls';
import { readTimer, writeTimer } from './timers';

/** Registers whose value never changes here. */
const constants: ReadonlyMap<number, number> = new Map([
  [0x1000f130, 0], // SIO status: nothing received, room to send
  [0x1000f430, 0], // RDRAM set-up, done by the BIOS
  [0x1000f440, 0],
]);

/** Privileged registers of the GS; registers of the GIF, and its FIFO. */
const graphics = 0x12000000;
const gif = 0x10003000;
const gifFifo = 0x10006000;
const isOfGif = (address: number): boolean =>
  (address >= gif && address < gif + 0x1000) || (address >= gifFifo && address < gifFifo + 0x1000);

const textOut = 0x1000f180;
const sif0Channel = 0x1000c000;
const dmacStatus = 0x1000e010;
const intcStatus = 0x1000f000;
const intcMask = 0x1000f010;

/** SIF registers: address → number for SifGetReg. */
const sifRegisters: ReadonlyMap<number, number> = new Map([
  [0x1000f200, 1],
  [0x1000f210, 2],
  [0x1000f220, 3],
  [0x1000f230, 4],
]);

/** Everything outside RAM: hardware registers and the kernel. `machine` may be created after the bus. */
export function createBus(machine: () => Machine): Bus {
  return {
    read: (address, bytes) => read(machine(), address, bytes),
    write: (address, bytes, value) => {
      let known = true;
      machine().guarded(() => {
        known = write(machine(), address, bytes, value);
      });
      return known;
    },
    dmaDone: () => dmaDone(machine()),
    syscall: () => machine().guarded(() => syscall(machine())),
    statusChanged: () => machine().interruptRun(),
    cache: (operation, address) => machine().dataCache?.operation(operation, address),
    access: (address, bytes, store) => machine().checkAccess(address, bytes, store),
  };
}

/** Part of a register: bytes and halfwords are taken from its word. */
function read(machine: Machine, address: number, bytes: AccessBytes): number | undefined {
  if (bytes === 4) return readRegister(machine, address);
  const word = readRegister(machine, address & ~3);
  return word === undefined ? undefined : word >>> (8 * (address & 3));
}

/** Registers in which written ones act, so that the other bits of a word are written as zeros. */
const actOnOnes = new Set([dmacStatus, intcStatus, intcMask]);

function write(machine: Machine, address: number, bytes: AccessBytes, value: number): boolean {
  if (address === textOut) {
    for (let i = 0; i < bytes; i++) machine.print(String.fromCharCode((value >>> (8 * i)) & 0xff));
    return true;
  }
  if (bytes === 4) return writeRegister(machine, address, value);
  const register = address & ~3;
  const shift = 8 * (address & 3);
  if (actOnOnes.has(register)) return writeRegister(machine, register, value << shift);
  const word = register >= graphics ? writtenWord(machine, register) : readRegister(machine, register);
  if (word === undefined) return false;
  const mask = (bytes === 1 ? 0xff : 0xffff) << shift;
  return writeRegister(machine, register, ((word & ~mask) | (value << shift)) >>> 0);
}

function readRegister(machine: Machine, address: number): number | undefined {
  const { state } = machine;
  if (address < 0x10002000) return readTimer(machine, (address - 0x10000000) >>> 11, address & 0x7ff);
  if (address >= graphics) return readPrivileged(machine, address);
  if (address >= gif && address < gif + 0x1000) return readGif(machine, address, isGifBusy(machine));
  const sif = sifRegisters.get(address);
  if (sif !== undefined) return sifGetRegister(machine, sif) >>> 0;
  switch (address) {
    case sif0Channel:
      return state.sif.armed ? 0x184 : 0x84;
    case dmacStatus:
      return ((state.dmacMask << 16) | state.dmacStatus) >>> 0;
    case intcStatus:
      settleVblank(machine);
      return state.intcStatus;
    case intcMask:
      return state.intcMask;
    default:
      return constants.get(address) ?? readDmac(machine, address);
  }
}

function writeRegister(machine: Machine, address: number, value: number): boolean {
  const { state } = machine;
  if (address < 0x10002000) return writeTimer(machine, (address - 0x10000000) >>> 11, address & 0x7ff, value);
  if (address >= graphics) return writePrivileged(machine, address, value);
  if (isOfGif(address)) {
    const known = writeGif(machine, address, value);
    resumeGif(machine);
    return known;
  }
  const sif = sifRegisters.get(address);
  if (sif === 1 || sif === 3 || sif === 4) {
    sifSetRegister(machine, sif, value);
    return true;
  }
  switch (address) {
    case sif0Channel:
      state.sif.armed = (value & 0x100) !== 0;
      return true;
    case dmacStatus:
      state.dmacStatus &= ~(value & 0xffff); // Written ones clear the status and toggle the mask.
      state.dmacMask ^= value >>> 16;
      machine.interruptRun();
      return true;
    case intcStatus:
      settleVblank(machine);
      state.intcStatus &= ~value;
      return true;
    case intcMask:
      state.intcMask ^= value & 0x7fff;
      watchVblank(machine);
      machine.interruptRun();
      return true;
    default:
      return constants.has(address) || writeDmac(machine, address, value);
  }
}
