import { hex, MachineFault } from '../machine/fault';
import type { Machine } from '../machine/machine';

/**
 * The part of the IOP's memory that the EE can reach: the command buffer and, for each service, the server's
 * structure and the buffer of its arguments. The addresses are chosen by this machine; programs only pass them back.
 */
const iopBase = 0x00010000;
export const iopBytes = 0x8000;

/** Where the EE sends command packets (SIF register 2). */
export const commandBuffer = iopBase;

/** The services that the modules in the boot ROM offer, by their number. Those of the controllers need a module; see loadfile.ts. */
export const services = {
  0x80000001: { name: 'FILEIO', queue: 'fileio', server: 0x00010100, buffer: 0x00010200, bytes: 0x600 },
  0x80000592: {
    name: 'CDVD init',
    queue: 'cdvdControl',
    server: 0x00010800,
    buffer: 0x00010900,
    bytes: 0x100,
  },
  0x80000593: {
    name: 'CDVD S commands',
    queue: 'cdvdControl',
    server: 0x00011000,
    buffer: 0x00011100,
    bytes: 0x480,
  },
  0x80000595: {
    name: 'CDVD N commands',
    queue: 'cdvdDisc',
    server: 0x00011800,
    buffer: 0x00011900,
    bytes: 0x480,
  },
  0x80000597: {
    name: 'CDVD search file',
    queue: 'cdvdDisc',
    server: 0x00012000,
    buffer: 0x00012100,
    bytes: 0x180,
  },
  0x8000059a: {
    name: 'CDVD disk ready',
    queue: 'cdvdControl',
    server: 0x00012800,
    buffer: 0x00012900,
    bytes: 0x100,
  },
  0x80000006: { name: 'LOADFILE', queue: 'loadfile', server: 0x00013000, buffer: 0x00013100, bytes: 0x400 },
  0x80000100: { name: 'XPADMAN', queue: 'pad', server: 0x00013800, buffer: 0x00013900, bytes: 0x100 },
  0x80000101: { name: 'XPADMAN (2)', queue: 'pad', server: 0x00014000, buffer: 0x00014100, bytes: 0x100 },
  0x8000010f: { name: 'PADMAN', queue: 'pad', server: 0x00014800, buffer: 0x00014900, bytes: 0x100 },
  0x8000011f: { name: 'PADMAN (2)', queue: 'pad', server: 0x00015000, buffer: 0x00015100, bytes: 0x100 },
} as const;

type ServiceNumber = keyof typeof services;

export const isService = (number: number): number is ServiceNumber => number in services;

/** The service whose server structure is at an address of the IOP. */
export function serviceAt(server: number): ServiceNumber | undefined {
  return Object.keys(services)
    .map(Number)
    .filter(isService)
    .find((number) => services[number].server === server);
}

/** Bytes of IOP memory. @throws MachineFault where none of the services has a buffer. */
export function iopMemory(machine: Machine, address: number, length: number, what: string): Uint8Array {
  const at = (address & 0x1fffffff) - iopBase;
  if (at < 0 || at + length > iopBytes) {
    throw new MachineFault(
      `${what}: ${length} bytes at ${hex(address)} of the IOP are not in the buffer of any service; use the address that BIND returned.`,
      address,
    );
  }
  return machine.state.iop.memory.subarray(at, at + length);
}
