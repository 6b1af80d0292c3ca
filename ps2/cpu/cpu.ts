import type { Bus, Hook } from './bus';
import type { StopReason } from './stop';
import {
  COP0,
  COP0_OFFSET,
  COUNT_BIAS_OFFSET,
  CYCLES_OFFSET,
  FCR31_OFFSET,
  MEMORY_BYTES,
  NEXT_PC_OFFSET,
  PC_OFFSET,
} from './layout';

/** Where a host may put hooks that no program can reach by itself (the boot ROM's uncached window). */
export const TRAP_BASE = 0xbfc40000;

/**
 * The R5900. Its state is wholly in `memory` (see layout.ts); predecoded instructions, hooks and breakpoints are
 * kept beside it and survive a restored buffer after `invalidate()`.
 * Time: one cycle per executed instruction, nothing else, so that runs repeat exactly.
 */
export class Cpu {
  readonly words: Int32Array;
  readonly view: DataView;
  /** Stop at lq and sq addresses whose low four bits are not zero, which the hardware ignores. */
  strictQuadwords = false;

  constructor(
    readonly memory: ArrayBuffer,
    readonly bus: Bus,
  ) {
    if (memory.byteLength !== MEMORY_BYTES)
      throw new RangeError(
        `The EE's memory must have ${MEMORY_BYTES} bytes, not ${memory.byteLength}: use createMemory().`,
      );
    this.words = new Int32Array(memory);
    this.view = new DataView(memory);
    this.reset();
  }

  /** Registers as after reset of the core by a boot loader: all zero, interrupts enabled, user mode. Memory stays. */
  reset(): void {
    this.setCop0(COP0.prid, 0x2e20);
    this.setCop0(COP0.status, 0x70030c13 & ~0x12);
    this.view.setUint32(FCR31_OFFSET, 0x01000001, true);
  }

  /** Executes `cycleBudget` instructions, one more when the last is a branch; less when something stops it. */
  run(_cycleBudget: number): StopReason {
    return { kind: 'budget' };
  }

  /** Executes one instruction; a branch together with its delay slot. A breakpoint at `pc` is passed. */
  step(): StopReason {
    return this.run(1);
  }

  /** Makes `run` return after the instruction in progress. For bus, syscall and hooks. */
  requestStop(_why: string): void {}

  /** Address of the next instruction; writing it makes this a jump without delay slot. */
  get pc(): number {
    return this.view.getUint32(PC_OFFSET, true);
  }
  set pc(address: number) {
    this.view.setUint32(PC_OFFSET, address, true);
    this.view.setUint32(NEXT_PC_OFFSET, address + 4, true);
  }
  /** The next instruction is in the delay slot of a taken branch. Only a fault or breakpoint stops here. */
  get inDelaySlot(): boolean {
    return this.view.getUint32(NEXT_PC_OFFSET, true) !== (this.pc + 4) >>> 0;
  }

  /** Cycles since reset; exact inside callbacks, too. */
  get cycles(): number {
    return (
      this.view.getUint32(CYCLES_OFFSET, true) + this.view.getUint32(CYCLES_OFFSET + 4, true) * 4294967296
    );
  }

  /** Low 32 bits of a general register, signed. */
  gpr(register: number): number {
    return this.view.getInt32(register * 16, true);
  }
  /** Sets a general register to a sign-extended 32-bit value; bits 64..127 stay. $zero is left alone. */
  setGpr(register: number, value: number): void {
    if (register === 0) return;
    this.view.setInt32(register * 16, value, true);
    this.view.setInt32(register * 16 + 4, value >> 31, true);
  }
  /** A COP0 register, unsigned. Count is computed from the cycles. */
  cop0(register: number): number {
    if (register === COP0.count)
      return (this.view.getUint32(CYCLES_OFFSET, true) + this.view.getUint32(COUNT_BIAS_OFFSET, true)) >>> 0;
    return this.view.getUint32(COP0_OFFSET + register * 4, true);
  }
  setCop0(register: number, value: number): void {
    if (register === COP0.count)
      this.view.setUint32(COUNT_BIAS_OFFSET, value - this.view.getUint32(CYCLES_OFFSET, true), true);
    else this.view.setUint32(COP0_OFFSET + register * 4, value, true);
  }
  /** Status has IE and EIE set, EXL and ERL clear. */
  get interruptsEnabled(): boolean {
    return (this.cop0(COP0.status) & 0x10007) === 0x10001;
  }
  /** Enters an exception as the hardware does: EPC, Cause (code, BD), EXL; continues at `vector`. */
  enterException(_code: number, _vector: number): void {}
  /** What `eret` does: leaves ERL or EXL for ErrorEPC or EPC. */
  returnFromException(): void {}

  /** Forgets predecoded instructions of [start, end), physical; everything without arguments (FlushCache(2), restore). */
  invalidate(_start?: number, _end?: number): void {}

  /** Stops before the instruction at this virtual address is executed. Costs nothing elsewhere. */
  setBreakpoint(_address: number): void {}
  clearBreakpoint(_address: number): void {}
  readonly hooks = new Map<number, Hook>();
  /** Runs host code when execution reaches an address (virtual; RAM or anywhere). */
  setHook(_address: number, _hook: Hook): void {}
  clearHook(_address: number): void {}

  /** Show loads and stores to `bus.access`. */
  get observeMemory(): boolean {
    return false;
  }
  set observeMemory(_on: boolean) {}
}
