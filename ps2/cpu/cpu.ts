import { disassemble } from '../../ee/disassemble';
import type { Bus, Hook } from './bus';
import type { Clock } from './clock';
import { Core, FAR, FaultSignal, ramSegment, type CoreBus } from './core';
import { Exit } from './exit';
import { interpret, Op } from './interpreter';
import {
  COP0,
  COP0_OFFSET,
  COUNT_BIAS_OFFSET,
  CYCLES_OFFSET,
  FCR31_OFFSET,
  MEMORY_BYTES,
} from './stateLayout';
import { NEXT_PC_OFFSET, PC_OFFSET, RAM_BYTES, REGISTER_BYTES, VF_OFFSET } from './stateLayout';
import { fillEntry, decodeInstruction } from './decodeTable';
import { settleCounters } from './performance';
import { executeSlow } from './slow/table';
import { runByClock } from './clockedRun';
import type { FaultStop, StopReason } from './stop';

/** Where a host may put hooks that no program reaches on its own (the boot ROM's uncached window). */
export const TRAP_BASE = 0xbfc40000;

/** COP0 Status after start: coprocessors usable, EDI, EIE, all interrupts, user mode, IE. */
const START_STATUS = 0x70030c11;
const EXL = 2;
const ERL = 4;
/** The branch before the instruction at EPC + 4 was in progress. */
const BRANCH_DELAY = 0x80000000;
/** Instruction cache operations that invalidate decoded code: by index and by address. */
const INVALIDATE_INDEX = 0x07;
const INVALIDATE_HIT = 0x0b;
/**
 * Instructions in one call of the interpreter. Short calls matter: a function that is optimised while it runs is four
 * times slower than one that is entered again after optimisation.
 */
const LONGEST = 0x10000;
const hex = (value: number) => `0x${(value >>> 0).toString(16).padStart(8, '0')}`;

/**
 * The R5900. Its state is entirely in `memory` (see stateLayout.ts); the decode table, hooks and breakpoints are
 * separate and survive a restored buffer after `invalidate()`. Time: one cycle per executed instruction, or what a
 * clock says; either way runs repeat exactly.
 */
export class Cpu {
  readonly words: Int32Array;
  readonly view: DataView;
  /** Lays instructions into time; without one, each takes a cycle. Change it between runs only. */
  clock: Clock | undefined;
  readonly #core: Core;
  readonly #breakpoints = new Set<number>();
  /** By index in RAM, or by address where there is no RAM. */
  readonly #hooks = new Map<number, Hook>();
  #why: string | undefined;
  /** Address of the breakpoint that the last run stopped at, and that the next run passes. */
  #stoppedAt: number | undefined;

  /** @throws RangeError when the memory does not have the size of the EE's. */
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
    this.#core = new Core(memory, this.#coreBus());
    this.#core.decodeTable[RAM_BYTES] = Op.Leave;
    this.#core.decodeTable[FAR] = Op.Leave;
    this.reset();
  }

  /** Clears all registers except COP0 Status (user mode, interrupts on) and constants; memory is unchanged. */
  reset(): void {
    new Uint8Array(this.memory, 0, REGISTER_BYTES).fill(0);
    this.setCop0(COP0.prid, 0x2e20);
    this.setCop0(COP0.status, START_STATUS);
    this.view.setUint32(FCR31_OFFSET, 0x01000001, true);
    this.view.setUint32(VF_OFFSET + 12, 0x3f800000, true);
    this.pc = 0;
  }

  /**
   * Executes instructions for `cycleBudget` cycles, one more when the last is a branch; fewer when something stops it.
   * Continues from a breakpoint that the last run stopped at.
   */
  run(cycleBudget: number): StopReason {
    return this.#run(cycleBudget, this.#stoppedAt, Infinity);
  }

  /** Executes one instruction; a branch together with its delay slot. A breakpoint at `pc` is passed. */
  step(): StopReason {
    return this.#run(1, this.pc, 1);
  }

  /** Makes `run` return after the instruction in progress. For bus, syscall and hooks. */
  requestStop(why: string): void {
    this.#why = why;
    this.#core.end = 0;
  }

  /** @param most instructions for a clock; without one they are the cycles */
  #run(budget: number, passed: number | undefined, most: number): StopReason {
    const start = this.cycles;
    const executed = this.instructions;
    const end = start + budget;
    this.#why = undefined;
    this.#stoppedAt = undefined;
    try {
      for (;;) {
        const left = end - this.cycles;
        const isOver = left <= 0 || this.instructions - executed >= most;
        if (isOver && !this.inDelaySlot) return { kind: 'budget' };
        let exit = this.#advance(Math.max(left, 0), most);
        if (exit === Exit.NotDecoded) {
          fillEntry(this.#core, this.pc & (RAM_BYTES - 1));
          continue;
        }
        // Only the very first instruction may pass its breakpoint.
        if (exit === Exit.Breakpoint && (this.pc !== passed || this.cycles !== start)) {
          this.#stoppedAt = this.pc;
          return { kind: 'breakpoint', pc: this.pc };
        }
        if (exit === Exit.Breakpoint || exit === Exit.Hook) exit = this.#passPatches();
        if (exit === Exit.Syscall) this.bus.syscall(this);
        if (exit === Exit.Far) this.#leaveSegment();
        const why = this.#request();
        if (why !== undefined) return { kind: 'requested', why };
      }
    } catch (error) {
      if (!(error instanceof FaultSignal)) throw error;
      return this.#faultStop(error);
    }
  }

  #request(): string | undefined {
    return this.#why;
  }

  /** Runs from the state's program counter. */
  #interpret(count: number): Exit {
    const { pc } = this;
    const core = this.#core;
    const segment = ramSegment(pc);
    if (segment === undefined || (pc & 3) !== 0) return Exit.Far;
    core.segment = segment;
    core.startCycles = this.cycles;
    const nextPc = this.view.getUint32(NEXT_PC_OFFSET, true);
    let next = (nextPc ^ segment) >>> 0;
    if (next >= RAM_BYTES || (next & 3) !== 0) {
      core.farTarget = nextPc;
      next = FAR;
    }
    return interpret(core, (pc ^ segment) >>> 0, next, Math.min(count, LONGEST));
  }

  /** Runs for this many cycles. */
  #advance(cycles: number, most: number): Exit {
    return this.clock === undefined
      ? this.#interpret(cycles)
      : runByClock(this.#core, this.clock, cycles, most, () => this.#why !== undefined);
  }

  /** Calls the hook at the program counter, if any, and executes the instruction unless the hook jumped. */
  #passPatches(): Exit {
    const { pc } = this;
    const index = pc & (RAM_BYTES - 1);
    this.#hooks.get(index)?.(this);
    if (this.pc !== pc) return Exit.Reload;
    decodeInstruction(this.#core, index);
    try {
      return this.#advance(1, 1);
    } finally {
      this.#core.decodeTable[index] = Op.NotDecoded;
    }
  }

  /** The program counter is in another view of RAM, at a hook, or invalid. */
  #leaveSegment(): void {
    const { pc } = this;
    if ((pc & 3) !== 0)
      throw new FaultSignal('address-error', `the program counter is not a multiple of 4`, pc);
    if (ramSegment(pc) !== undefined) return;
    this.#hooks.get(pc)?.(this);
    if (this.pc === pc) throw new FaultSignal('fetch-error', `code cannot be at this address`, pc);
  }

  #faultStop({ fault, detail, address }: FaultSignal): FaultStop {
    const { pc } = this;
    const offset = this.#core.offsetOf(pc);
    const fetched = offset >= 0 && fault !== 'fetch-error' && (pc & 3) === 0;
    const word = fetched ? this.view.getUint32(offset, true) : 0;
    const disassembly = fetched ? disassemble(word, pc) : '(no instruction)';
    const place = this.inDelaySlot ? ', in the delay slot of a branch' : '';
    return {
      kind: 'fault',
      fault,
      pc,
      word,
      disassembly,
      ...(address === undefined ? {} : { address }),
      message: `${hex(pc)}${place}: ${disassembly} [${hex(word)}]: ${detail}.`,
    };
  }

  #coreBus(): CoreBus {
    return {
      executeSlow,
      busRead: (address, bytes) => this.bus.read(address, bytes, this),
      busWrite: (address, bytes, value) => this.bus.write(address, bytes, value, this),
      observe: (address, bytes, store) => this.bus.access?.(address, bytes, store, this),
      dmaDone: () => this.bus.dmaDone?.(this) ?? true,
      cacheOperation: (operation, address) => {
        if (operation === INVALIDATE_INDEX) this.invalidate();
        if (operation === INVALIDATE_HIT) this.invalidate(address & 0x1fffffc0, (address & 0x1fffffc0) + 64);
        this.bus.cache?.(operation, address, this);
      },
      readCop0: (register) => this.cop0(register),
      writeCop0: (register, value) => {
        this.setCop0(register, value);
        if (register === COP0.status) this.bus.statusChanged?.(this);
      },
      returnFromException: () => this.returnFromException(),
    };
  }

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
      this.view.getUint32(CYCLES_OFFSET, true) + this.view.getUint32(CYCLES_OFFSET + 4, true) * 0x100000000
    );
  }
  /** Instructions executed since reset; exact between runs. */
  get instructions(): number {
    return this.cycles - (this.#core.surplus[0] ?? 0);
  }
  /** Moves time forward by cycles in which nothing is executed. Not for callbacks within an instruction. */
  skip(cycles: number): void {
    const sum = this.cycles + cycles;
    this.view.setUint32(CYCLES_OFFSET, sum % 0x100000000, true);
    this.view.setUint32(CYCLES_OFFSET + 4, Math.floor(sum / 0x100000000), true);
    this.#core.surplus[0] = (this.#core.surplus[0] ?? 0) + cycles;
  }

  /** Low 32 bits of a general register, signed. */
  gpr(register: number): number {
    return this.view.getInt32(register * 16, true);
  }
  /** Sets a general register to a sign-extended 32-bit value; bits 64..127 are unchanged. $zero is not written. */
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
    else {
      if (register === COP0.status) settleCounters(this.words);
      this.view.setUint32(COP0_OFFSET + register * 4, value, true);
    }
  }

  /** Status has IE and EIE set, EXL and ERL clear. */
  get interruptsEnabled(): boolean {
    return (this.cop0(COP0.status) & 0x10007) === 0x10001;
  }
  /**
   * Enters an exception as the hardware does: EPC, Cause (code, BD), EXL; continues at `vector`.
   * @param code of Cause, 0 for an interrupt
   */
  enterException(code: number, vector: number): void {
    const status = this.cop0(COP0.status);
    const delayed = this.inDelaySlot;
    let cause = (this.cop0(COP0.cause) & ~0x7c) | (code << 2);
    if ((status & EXL) === 0) {
      this.setCop0(COP0.epc, delayed ? this.pc - 4 : this.pc);
      cause = delayed ? cause | BRANCH_DELAY : cause & ~BRANCH_DELAY;
    }
    this.setCop0(COP0.cause, cause);
    this.setCop0(COP0.status, status | EXL);
    this.pc = vector;
  }
  /** What `eret` does: leaves ERL for ErrorEPC, or EXL for EPC. */
  returnFromException(): void {
    const status = this.cop0(COP0.status);
    const error = (status & ERL) !== 0;
    this.setCop0(COP0.status, status & ~(error ? ERL : EXL));
    this.pc = this.cop0(error ? COP0.errorEpc : COP0.epc);
    this.bus.statusChanged?.(this);
  }

  /** Discards decoded entries of [start, end), physical; without arguments all of them (FlushCache(2), restore). */
  invalidate(start = 0, end = RAM_BYTES): void {
    this.#core.forget(start, end);
    if (end - start === RAM_BYTES) this.#stoppedAt = undefined;
  }

  #key(address: number): number {
    return ramSegment(address) === undefined ? address : address & (RAM_BYTES - 1);
  }
  #patch(index: number): void {
    if (index >= RAM_BYTES) return;
    if (this.#breakpoints.has(index)) this.#core.patches.set(index, Op.Breakpoint);
    else if (this.#hooks.has(index)) this.#core.patches.set(index, Op.Hook);
    else this.#core.patches.delete(index);
    this.#core.decodeTable[index] = Op.NotDecoded;
  }

  /**
   * Stops before the instruction at this address in RAM is executed. Costs nothing elsewhere.
   * @throws RangeError when the address is not that of an instruction in RAM.
   */
  setBreakpoint(address: number): void {
    const index = this.#key(address);
    if (index >= RAM_BYTES || (index & 3) !== 0)
      throw new RangeError(`A breakpoint must be at an instruction in RAM, not at ${hex(address)}.`);
    this.#breakpoints.add(index);
    this.#patch(index);
  }
  clearBreakpoint(address: number): void {
    const index = this.#key(address);
    this.#breakpoints.delete(index);
    this.#patch(index);
  }

  /** Runs host code when execution reaches an address: in RAM, or anywhere else by a jump. */
  setHook(address: number, hook: Hook): void {
    const key = this.#key(address);
    this.#hooks.set(key, hook);
    this.#patch(key);
  }
  clearHook(address: number): void {
    const key = this.#key(address);
    this.#hooks.delete(key);
    this.#patch(key);
  }

  /** Pass loads and stores to `bus.access`. */
  get observeMemory(): boolean {
    return this.#core.observing;
  }
  set observeMemory(on: boolean) {
    if (on !== this.#core.observing) this.invalidate();
    this.#core.observing = on;
  }
  /** Stop at lq and sq addresses whose low four bits are not zero, which the hardware ignores. */
  get strictQuadwords(): boolean {
    return this.#core.strictQuadwords;
  }
  set strictQuadwords(on: boolean) {
    if (on !== this.#core.strictQuadwords) this.invalidate();
    this.#core.strictQuadwords = on;
  }
}
