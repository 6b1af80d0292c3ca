import type { Core } from '../core';

/** Executes an instruction word; the state's program counters and cycles are up to date. */
export type Execute = (core: Core, word: number) => void;

/** Instructions by mnemonic. */
export type ExecuteTable = Readonly<Record<string, Execute>>;

/** A state word; the index is known to be valid. */
export function lane(core: Core, index: number): number {
  return core.words[index] ?? 0;
}

/** Writes a sign-extended 32-bit value to a register. */
export function setWord(core: Core, index: number, value: number): void {
  core.words[index] = value;
  core.words[index + 1] = value >> 31;
}

/** 64 bits of a register, signed. */
export function long(core: Core, index: number): bigint {
  return (BigInt(lane(core, index + 1)) << 32n) | BigInt(lane(core, index) >>> 0);
}

/** Writes the low 64 bits of a value to a register. */
export function setLong(core: Core, index: number, value: bigint): void {
  core.words[index] = Number(BigInt.asIntN(32, value));
  core.words[index + 1] = Number(BigInt.asIntN(32, value >> 32n));
}
