import type { Core } from '../core';
import { VF_OFFSET, VI_OFFSET, VU_ACC_OFFSET } from '../stateLayout';

/** Indices of state words. */
export const VF = VF_OFFSET / 4;
export const ACC = VU_ACC_OFFSET / 4;
export const VI = VI_OFFSET / 4;

/** Control registers by number. */
export const CONTROL = { status: 16, mac: 17, clip: 18, random: 20, immediate: 21, quotient: 22 } as const;

/** Bits of the status register; the sticky ones are six bits higher. */
export const STATUS = { zero: 1, sign: 2, underflow: 4, overflow: 8, invalid: 16, divide: 32 } as const;

/** Whether a component (0 = x) is in the instruction's mask. */
export function isWritten(code: number, component: number): boolean {
  return ((code >>> (24 - component)) & 1) !== 0;
}

export const fdOf = (code: number): number => (code >>> 6) & 31;
export const fsOf = (code: number): number => (code >>> 11) & 31;
export const ftOf = (code: number): number => (code >>> 16) & 31;

/** A control register. */
export function control(core: Core, register: number): number {
  return core.words[VI + register] ?? 0;
}

/** An integer register, 16 bits; vi0 is zero. */
export function integer(core: Core, register: number): number {
  return (core.words[VI + (register & 15)] ?? 0) & 0xffff;
}
export function setInteger(core: Core, register: number, value: number): void {
  if ((register & 15) !== 0) core.words[VI + (register & 15)] = value & 0xffff;
}

/** Sets the status bits of an operation and, six higher, the sticky bits. */
export function setStatus(core: Core, cleared: number, raised: number): void {
  core.words[VI + CONTROL.status] = (control(core, CONTROL.status) & ~cleared) | raised | (raised << 6);
}
