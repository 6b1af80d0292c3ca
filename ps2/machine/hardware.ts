import type { AccessBytes, Bus } from '../cpu/bus';
import type { Machine } from './machine';
import { sifGetRegister, sifSetRegister } from './sif';
import { syscall } from '../kernel/syscalls';
import { readTimer, writeTimer } from './timers';

/** Registers whose value never changes here. */
const constants: ReadonlyMap<number, number> = new Map([
  [0x1000e000, 0x1], // D_CTRL: DMA on
  [0x1000f130, 0], // SIO status: nothing received, room to send
  [0x1000f430, 0], // RDRAM set-up, done by the BIOS
  [0x1000f440, 0],
  [0x1000f520, 0x1201], // D_ENABLER
]);

const textOut = 0x1000f180;
const sif0Channel = 0x1000c000;
const dmacStatus = 0x1000e010;
const intcStatus = 0x1000f000;
const intcMask = 0x1000f010;
const dmacEnable = 0x1000f590;

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
    read: (address) => readRegister(machine(), address),
    write: (address, bytes, value) => writeRegister(machine(), address, bytes, value),
    syscall: () => machine().guarded(() => syscall(machine())),
    statusChanged: () => machine().interruptRun(),
    cache: (operation, address) => machine().dataCache?.operation(operation, address),
    access: (address, bytes, store) => machine().checkAccess(address, bytes, store),
  };
}

function readRegister(machine: Machine, address: number): number | undefined {
  const { state } = machine;
  if (address < 0x10002000) return readTimer(machine, (address - 0x10000000) >>> 11, address & 0x7ff);
  const sif = sifRegisters.get(address);
  if (sif !== undefined) return sifGetRegister(machine, sif) >>> 0;
  switch (address) {
    case sif0Channel:
      return state.sif.armed ? 0x184 : 0x84;
    case dmacStatus:
      return ((state.dmacMask << 16) | state.dmacStatus) >>> 0;
    case intcStatus:
      return state.intcStatus;
    case intcMask:
      return state.intcMask;
    default:
      return constants.get(address);
  }
}

function writeRegister(machine: Machine, address: number, bytes: AccessBytes, value: number): boolean {
  const { state } = machine;
  if (address === textOut) {
    for (let i = 0; i < bytes; i++) machine.print(String.fromCharCode((value >>> (8 * i)) & 0xff));
    return true;
  }
  if (address < 0x10002000) return writeTimer(machine, (address - 0x10000000) >>> 11, address & 0x7ff, value);
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
      state.intcStatus &= ~value;
      return true;
    case intcMask:
      state.intcMask ^= value & 0x7fff;
      machine.interruptRun();
      return true;
    case dmacEnable:
      return true;
    default:
      return constants.has(address);
  }
}
