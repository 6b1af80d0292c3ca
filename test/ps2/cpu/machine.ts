import { operandFields } from '../../../ee/fields';
import { instructionNamed } from '../../../ee/table';
import type { Bus } from '../../../ps2/cpu/bus';
import { Cpu } from '../../../ps2/cpu/cpu';
import { createMemory, HI_OFFSET, LO_OFFSET, RAM_OFFSET } from '../../../ps2/cpu/stateLayout';

/** Where test programs begin. */
export const START = 0x00100000;

/** The word of an instruction; fields by the operand names of the table, immediates as `simm`, `uimm`, `branch` … */
export function encode(mnemonic: string, operands: Readonly<Record<string, number>> = {}): number {
  const row = instructionNamed(mnemonic);
  if (row === undefined) throw new Error(`no instruction ${mnemonic}`);
  let word = row.match;
  for (const [name, value] of Object.entries(operands)) {
    const field = (operandFields[name] ?? operandFields[`${name}?`])?.[0];
    if (field === undefined) throw new Error(`no operand ${name}`);
    word |= (value & ((1 << field.width) - 1)) << field.shift;
  }
  return word >>> 0;
}

/** Loads and stores by base register and offset. */
export function encodeMemory(mnemonic: string, register: number, base: number, offset: number): number {
  const row = instructionNamed(mnemonic);
  if (row === undefined) throw new Error(`no instruction ${mnemonic}`);
  return (row.match | (register << 16) | (base << 21) | (offset & 0xffff)) >>> 0;
}

/** A bus with nothing on it. */
export const emptyBus: Bus = {
  read: () => undefined,
  write: () => false,
  syscall: () => undefined,
};

/** A CPU with code at START and the program counter there. */
export function machineWith(code: readonly number[], bus: Bus = emptyBus): Cpu {
  const cpu = new Cpu(createMemory(), bus);
  load(cpu, code);
  return cpu;
}

/** Puts code into RAM and the program counter on it; registers are those after reset. */
export function load(cpu: Cpu, code: readonly number[], address = START): void {
  cpu.reset();
  code.forEach((word, index) => cpu.view.setUint32(RAM_OFFSET + address + index * 4, word, true));
  cpu.invalidate();
  cpu.pc = address;
}

/** The low 64 bits of a general register, signed. */
export function gpr64(cpu: Cpu, register: number): bigint {
  return cpu.view.getBigInt64(register * 16, true);
}
export function setGpr64(cpu: Cpu, register: number, value: bigint): void {
  cpu.view.setBigInt64(register * 16, BigInt.asIntN(64, value), true);
}

/** All 128 bits at a byte offset of the state, unsigned. */
export function read128(cpu: Cpu, offset: number): bigint {
  return cpu.view.getBigUint64(offset, true) | (cpu.view.getBigUint64(offset + 8, true) << 64n);
}
export function write128(cpu: Cpu, offset: number, value: bigint): void {
  cpu.view.setBigUint64(offset, BigInt.asUintN(64, value), true);
  cpu.view.setBigUint64(offset + 8, BigInt.asUintN(64, value >> 64n), true);
}

/** HI and LO, 128 bits. */
export const hi = (cpu: Cpu): bigint => read128(cpu, HI_OFFSET);
export const lo = (cpu: Cpu): bigint => read128(cpu, LO_OFFSET);
