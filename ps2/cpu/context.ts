import { COP0_OFFSET, CYCLES_OFFSET, FPR_OFFSET, VF_OFFSET } from './stateLayout';

/** Bytes from the start of the buffer that belong to a thread: everything before COP0, and VU0. */
const CORE_END = CYCLES_OFFSET;
const VU_END = 0x800;

/** A thread's registers: GPRs, HI, LO, SA, PC, FPU, VU0; neither COP0 nor the cycle counter. */
export interface Context {
  readonly core: Uint8Array;
  readonly fpu: Uint8Array;
  readonly vu: Uint8Array;
}

/** Copies the registers of the running thread. */
export function saveContext(memory: ArrayBuffer): Context {
  return {
    core: new Uint8Array(memory.slice(0, CORE_END)),
    fpu: new Uint8Array(memory.slice(FPR_OFFSET, COP0_OFFSET)),
    vu: new Uint8Array(memory.slice(VF_OFFSET, VU_END)),
  };
}

/** Puts saved registers back. */
export function loadContext(memory: ArrayBuffer, context: Context): void {
  const bytes = new Uint8Array(memory);
  bytes.set(context.core, 0);
  bytes.set(context.fpu, FPR_OFFSET);
  bytes.set(context.vu, VF_OFFSET);
}
