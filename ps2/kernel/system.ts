import { RAM_BYTES } from '../cpu/stateLayout';
import { hex, MachineFault } from '../machine/fault';
import type { Machine } from '../machine/machine';
import { writeArguments } from './programs';
import { threadOf } from './scheduler';

/** Bytes that the kernel reserves at the top of a thread's stack. */
const stackReserve = 0x2a0;
/** Top of the main thread's stack when the kernel chooses it (-1). */
const defaultStackTop = RAM_BYTES - 0x1000;

/**
 * SetupThread: registers the running program's main thread.
 * @param argumentsAt where argc, argv and their text are copied to; 0: nowhere
 * @param root where threads return to when their function ends
 * @returns the stack pointer to use
 */
export function setupThread(
  machine: Machine,
  gp: number,
  stack: number,
  stackBytes: number,
  argumentsAt: number,
  root: number,
): number {
  const { state } = machine;
  const top = stack === -1 ? defaultStackTop : stack + stackBytes;
  const thread = threadOf(machine, state.current);
  if (thread !== undefined) {
    thread.gp = gp;
    thread.stack = top - stackBytes;
    thread.stackBytes = stackBytes;
  }
  state.mainStackBase = top - stackBytes;
  state.rootFunction = root;
  if (argumentsAt !== 0) writeArguments(machine, argumentsAt, state.programArguments);
  return (top - stackReserve) & ~15;
}

/** @param size bytes, or -1 for everything up to the main thread's stack. @returns the heap's end */
export function setupHeap(machine: Machine, start: number, size: number): number {
  machine.state.heapEnd = size === -1 ? machine.state.mainStackBase : start + size;
  return machine.state.heapEnd;
}

/** 0 write back the data cache, 1 invalidate it, 2 invalidate the instruction cache, 3 both. */
export function flushCache(machine: Machine, operation: number): undefined {
  machine.clock?.memory.flush(operation);
  if (operation === 0) machine.dataCache?.writeBackAll();
  if (operation === 1 || operation === 3) machine.dataCache?.invalidateAll();
  if (operation === 2 || operation === 3) machine.cpu.invalidate();
}

export function exit(machine: Machine, code: number): undefined {
  machine.stop({ kind: 'exit', code });
}

/** Copy in kernel mode. */
export function copy(machine: Machine, to: number, from: number, bytes: number): number {
  const source = machine.memory.at(from >>> 0, bytes, 'Copy').slice();
  machine.memory.at(to >>> 0, bytes, 'Copy').set(source);
  return 0;
}

/**
 * Addresses of the pieces that ps2sdk's start-up copies into the kernel. Number 3 is the table of arguments for the
 * next program; the other pieces replace kernel calls that need no replacement here, so they have no address.
 */
export const entryAddress = (number: number): number => (number === 3 ? 0x80075330 | 0 : 0);

/** Kernel calls that ps2sdk's start-up replaces to fix the original ones. */
const replaceable = new Set([
  0x03, 0x08, 0x54, 0x55, 0x56, 0x57, 0x58, 0x59, 0x5a, 0x5b, 0xfc, 0xfd, 0xfe, 0xff, 0x12c,
]);

/** SetSyscall. @throws MachineFault for a kernel call that programs do not replace. */
export function setSyscall(number: number): number {
  if (!replaceable.has(number)) {
    throw new MachineFault(
      `The program replaces kernel call ${hex(number)}, which the built-in console does not support.`,
    );
  }
  return 0;
}

/** GetOsdConfigParam: language and screen settings. */
export function osdConfiguration(machine: Machine, into: number): number {
  machine.memory.setU32(into, machine.state.osdConfiguration, 'GetOsdConfigParam');
  return 0;
}

/** SetOsdConfigParam: until the console is switched off. */
export function setOsdConfiguration(machine: Machine, from: number): number {
  machine.state.osdConfiguration = machine.memory.u32(from, 'SetOsdConfigParam');
  return 0;
}

/** Stops transfers IOP → EE. */
export function stopSif(machine: Machine): number {
  machine.state.sif.armed = false;
  return 0;
}

/** Code 0x10 prints a text; other codes have no receiver. */
export function deci2(machine: Machine, code: number, parameters: number): number {
  if (code !== 0x10) return -1;
  const address = machine.memory.u32(parameters >>> 0, 'Deci2Call');
  machine.print(machine.memory.text(address, 4096, 'Deci2Call'));
  return 0;
}
