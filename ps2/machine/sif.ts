import { schedule } from './events';
import { hex, MachineFault } from './fault';
import { commandBuffer, iopMemory } from '../iop/memoryMap';
import { commandCycles } from '../iop/timing';
import { raiseDmac } from '../kernel/interrupts';
import type { Machine } from './machine';
import { kernelEnd, physicalAddress } from './memory';
import {
  commandsReady,
  iopBooted,
  sifInitialised,
  type EeWrite,
  type SifDelivery,
  type SifState,
} from './sifState';

/** DMAC channel of transfers IOP → EE. */
export const sif0Channel = 5;

/** Largest command packet, in bytes (ps2sdk: 112). */
const maximumPacket = 112;

/** The SIF as the BIOS leaves it: the IOP's modules run, no EE program has registered. */
export function bootedSif(): SifState {
  return {
    mainAddress: 0,
    subAddress: commandBuffer,
    mainFlag: 0,
    subFlag: sifInitialised | commandsReady | iopBooted,
    systemRegisters: new Map(),
    armed: true,
    receiveBuffer: 0,
    outgoing: [],
    nextTransferId: 1,
    transfers: new Map(),
  };
}

/** SifGetReg. @throws MachineFault for an invalid register. */
export function sifGetRegister(machine: Machine, register: number): number {
  const { sif } = machine.state;
  if (register < 0) return sif.systemRegisters.get(register >>> 0) ?? 0;
  switch (register) {
    case 1:
      return sif.mainAddress;
    case 2:
      return sif.subAddress;
    case 3:
      return sif.mainFlag;
    case 4:
      return sif.subFlag;
    default:
      throw new MachineFault(`SifGetReg: invalid register ${register} (1 to 4, or 0x80000000 and up).`);
  }
}

/**
 * SifSetReg. Writing MSFLAG sets bits; writing SMFLAG clears them, since it belongs to the IOP.
 * @throws MachineFault for a register that is read-only for the EE.
 */
export function sifSetRegister(machine: Machine, register: number, value: number): number {
  const { sif } = machine.state;
  if (register < 0) sif.systemRegisters.set(register >>> 0, value);
  else if (register === 1) sif.mainAddress = value;
  else if (register === 3) sif.mainFlag |= value;
  else if (register === 4) sif.subFlag &= ~value;
  else throw new MachineFault(`SifSetReg: register ${register} is read-only for the EE.`);
  return value;
}

/**
 * SifSetDma: transfers from EE memory to the IOP. `list`: address of { source, destination, size, attributes }.
 * @returns the id for SifDmaStat.
 * @throws MachineFault for an invalid transfer.
 */
export function sifSetDma(machine: Machine, list: number, count: number): number {
  const { memory, state } = machine;
  for (let i = 0; i < count; i++) {
    const [source, destination, size, attributes] = [0, 4, 8, 12].map((at) =>
      memory.u32(list + 16 * i + at, 'SifSetDma'),
    ) as [number, number, number, number];
    if ((source & 15) !== 0 || (destination & 15) !== 0) {
      throw new MachineFault(
        `SifSetDma from ${hex(source)} to ${hex(destination)}: both must be multiples of 16.`,
        source,
      );
    }
    machine.dataCache?.deviceReads(source, size, 'SifSetDma');
    const bytes = memory.at(source, size, 'SifSetDma').slice();
    iopMemory(machine, destination, size, 'SifSetDma').set(bytes);
    // 4: interrupt on the other side, so this is a command packet.
    if ((attributes & 4) !== 0) {
      if (physicalAddress(destination) !== commandBuffer) {
        throw new MachineFault(
          `SifSetDma: a command packet goes to ${hex(destination)}, but the IOP's command buffer is at ${hex(commandBuffer)} (SIF register 2).`,
        );
      }
      schedule(state, machine.now + commandCycles, { kind: 'sif-command', packet: bytes });
    }
  }
  const id = state.sif.nextTransferId++;
  state.sif.transfers.set(id, machine.now + commandCycles);
  machine.interruptRun();
  return id;
}

/** @returns 1 while the transfer is in progress, -1 when it has finished. */
export function sifDmaStatus(machine: Machine, id: number): number {
  const { transfers } = machine.state.sif;
  const end = transfers.get(id);
  if (end !== undefined && end > machine.now) return 1;
  transfers.delete(id);
  return -1;
}

/** SifSetDChain: the receiving channel accepts the next packet. */
export function sifSetDChain(machine: Machine): undefined {
  machine.state.sif.armed = true;
  deliverFromIop(machine);
}

/** A transfer to the EE; it is sent when the EE's channel accepts it, in order. */
export function sendToEe(machine: Machine, delivery: SifDelivery): void {
  machine.state.sif.outgoing.push(delivery);
  deliverFromIop(machine);
}

function deliverFromIop(machine: Machine): void {
  const { sif } = machine.state;
  while (sif.outgoing.length > 0) {
    const next = sif.outgoing[0];
    if (next === undefined || (next.packet && !sif.armed)) return;
    sif.outgoing.shift();
    for (const write of next.writes) writeToEe(machine, write);
    if (next.packet === undefined) continue;
    if (next.packet.length > maximumPacket) throw new RangeError('A command packet is too long.');
    if (sif.receiveBuffer === 0) {
      throw new MachineFault(
        'The IOP has a reply, but the program has not set a receive buffer (INIT_CMD or CHANGE_SADDR with its address).',
      );
    }
    writeToEe(machine, {
      address: sif.receiveBuffer,
      bytes: next.packet,
      what: 'the command packet of the IOP',
    });
    sif.armed = false;
    raiseDmac(machine, sif0Channel);
  }
}

/** The IOP's DMA moves whole quadwords: a size is rounded up with zeros. */
function writeToEe(machine: Machine, { address, bytes, what }: EeWrite): void {
  if (bytes.length === 0) return;
  const physical = physicalAddress(address);
  if ((physical & 15) !== 0) {
    throw new MachineFault(
      `The IOP cannot write ${what} to ${hex(address)}: the address must be a multiple of 16.`,
      address,
    );
  }
  if (physical < kernelEnd) {
    throw new MachineFault(
      `The IOP would write ${what} to ${hex(address)} in kernel memory: the program gave an invalid address.`,
      address,
    );
  }
  const size = (bytes.length + 15) & ~15;
  machine.dataCache?.deviceWrites(physical, size, what);
  const target = machine.memory.at(physical, size, `The IOP writing ${what}`);
  target.set(bytes);
  target.fill(0, bytes.length);
}
