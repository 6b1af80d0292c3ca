import { readElf, ElfError, type Elf } from '../../ee/elf';
import { RAM_BYTES } from '../cpu/stateLayout';
import { hex, MachineFault } from '../machine/fault';
import type { Machine } from '../machine/machine';
import { useContext } from './scheduler';
import { addThread, freshContext } from './threads';
import { trapAddresses } from './traps';

/** A program's segments must be above the kernel's memory. */
const lowestAddress = 0x80000;

/** Most arguments that the kernel passes. */
const maximumArguments = 15;

/**
 * Puts a program into memory.
 * @throws MachineFault when it is not a program or does not fit.
 */
export function loadElf(machine: Machine, bytes: Uint8Array, name: string): Elf {
  let elf: Elf;
  try {
    elf = readElf(bytes, name);
  } catch (error) {
    if (error instanceof ElfError) throw new MachineFault(error.message);
    throw error;
  }
  for (const segment of elf.segments) {
    const end = segment.address + segment.memoryBytes;
    if (segment.address < lowestAddress || end > RAM_BYTES) {
      throw new MachineFault(
        `${name}: segment ${hex(segment.address)} to ${hex(end)} is outside the program area ${hex(lowestAddress)} to ${hex(RAM_BYTES)}.`,
      );
    }
    const target = machine.memory.at(segment.address, segment.memoryBytes, name);
    target.set(bytes.subarray(segment.fileOffset, segment.fileOffset + segment.fileBytes));
    target.fill(0, segment.fileBytes);
  }
  machine.cpu.invalidate();
  return elf;
}

/**
 * Removes all threads, semaphores and handlers and starts a program as the only thread.
 * @param argument what its first register holds.
 * @throws RangeError when the thread cannot be created.
 */
export function startProgram(
  machine: Machine,
  entry: number,
  gp: number,
  words: readonly string[],
  argument = 0,
): void {
  const { state } = machine;
  state.threads.clear();
  state.semaphores.clear();
  state.ready = [];
  state.handlers = [];
  state.exceptionHandlers.clear();
  state.alarms = [];
  state.events = state.events.filter(({ action }) => action.kind !== 'alarm');
  state.interrupt = null;
  state.dmacMask = 0;
  state.intcMask = 0;
  state.rootFunction = 0;
  state.nextThreadId = 1;
  state.nextSemaphoreId = 1;
  state.programArguments = words.slice(0, maximumArguments);
  const main = addThread(machine, {
    entry,
    stack: 0,
    stackBytes: 0,
    gp,
    priority: 0,
    attributes: 0,
    option: 0,
  });
  if (main === undefined) throw new RangeError('Too many threads.');
  main.phase = 'running';
  state.current = main.id;
  useContext(machine, freshContext(machine, entry, 0, gp, trapAddresses.exitThread, argument));
  machine.interruptRun();
}

/** ExecPS2: a program that is in memory already. */
export function execProgram(
  machine: Machine,
  entry: number,
  gp: number,
  count: number,
  list: number,
): undefined {
  startProgram(machine, entry, gp, argumentList(machine, count, list));
}

/** LoadExecPS2: a program from the disc. @throws MachineFault when it is not there or not a program. */
export function loadProgram(machine: Machine, path: number, count: number, list: number): undefined {
  const name = machine.memory.text(path >>> 0, 256, 'LoadExecPS2');
  const words = argumentList(machine, count, list);
  const file = /^cdrom\d*:/.test(name) ? machine.disc.find(name.replace(/^[^:]*:/, '')) : undefined;
  if (file === undefined) {
    throw new MachineFault(`LoadExecPS2: program "${name}" is not on the disc.`);
  }
  const elf = loadElf(machine, machine.disc.readFile(file), name);
  startProgram(machine, elf.entry, 0, [name, ...words]);
}

/** Writes argc, argv[16] and the text of the arguments as SetupThread leaves them (ps2sdk: struct sargs). */
export function writeArguments(machine: Machine, at: number, words: readonly string[]): void {
  const { memory } = machine;
  memory.setU32(at, words.length, 'SetupThread');
  let text = at + 4 + 16 * 4;
  words.forEach((word, i) => {
    const bytes = memory.at(text, word.length + 1, 'SetupThread');
    for (let j = 0; j < word.length; j++) bytes[j] = word.charCodeAt(j);
    bytes[word.length] = 0;
    memory.setU32(at + 4 + 4 * i, text, 'SetupThread');
    text += word.length + 1;
  });
}

function argumentList(machine: Machine, count: number, list: number): string[] {
  return Array.from({ length: Math.max(0, Math.min(count, maximumArguments)) }, (_, i) =>
    machine.memory.text(machine.memory.u32((list >>> 0) + 4 * i, 'Arguments'), 256, 'Arguments'),
  );
}
