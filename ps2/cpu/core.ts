import type { AccessBytes } from './bus';
import {
  CYCLES_OFFSET,
  NEXT_PC_OFFSET,
  PC_OFFSET,
  RAM_BYTES,
  RAM_OFFSET,
  SCRATCHPAD_OFFSET,
  SURPLUS_OFFSET,
  VU0_DATA_OFFSET,
  VU0_MEMORY_BYTES,
  VU0_PROGRAM_OFFSET,
} from './stateLayout';
import type { FaultKind } from './stop';

/** Thrown by an instruction that cannot be executed, before it has changed anything. */
export class FaultSignal extends Error {
  override readonly name = 'FaultSignal';
  constructor(
    readonly fault: FaultKind,
    readonly detail: string,
    readonly address?: number,
  ) {
    super(detail);
  }
}

/** What instructions reach outside the core; every method may read the whole state. */
export interface CoreBus {
  /** Executes instructions without a case in the interpreter. */
  executeSlow(core: Core, op: number, a: number, b: number, c: number): void;
  busRead(address: number, bytes: AccessBytes): number | undefined;
  busWrite(address: number, bytes: AccessBytes, value: number): boolean;
  observe(address: number, bytes: number, store: boolean): string | undefined;
  dmaDone(): boolean;
  cacheOperation(operation: number, address: number): void;
  readCop0(register: number): number;
  writeCop0(register: number, value: number): void;
  returnFromException(): void;
}

/** Address of the pseudo instruction that is reached when execution leaves RAM by a jump. */
export const FAR = RAM_BYTES + 4;
const PAGE_SHIFT = 12;
const PC = PC_OFFSET / 4;
const NEXT_PC = NEXT_PC_OFFSET / 4;
const CYCLES = CYCLES_OFFSET / 4;

/**
 * State shared by interpreter, memory access and slow path: views of the machine's buffer and the decode table, four
 * int32 (operation and three operands) for each word of RAM, so that an address is its index.
 */
export class Core {
  /** All registers, scratchpad and RAM. */
  readonly words: Int32Array;
  readonly halves: Int16Array;
  readonly uhalves: Uint16Array;
  readonly bytes: Int8Array;
  readonly ubytes: Uint8Array;
  /** Cycles beyond instructions; see stateLayout.ts. */
  readonly surplus: Float64Array;
  readonly ram32: Int32Array;
  readonly ram16: Int16Array;
  readonly ram8: Int8Array;
  readonly decodeTable = new Int32Array(RAM_BYTES + 8);
  readonly #decodedPages = new Uint8Array(RAM_BYTES >>> PAGE_SHIFT);

  /** Upper address bits of the RAM mirror that the program runs in. */
  segment = 0;
  /** Where a jump out of the segment goes. */
  farTarget = 0;
  /** Cycle counter when `interpret` was entered. */
  startCycles = 0;
  /** Instructions to execute in this call of `interpret`; a stop request sets it to 0. */
  end = 0;
  strictQuadwords = false;

  /** Loads and stores are passed to `observe`. */
  observing = false;
  /** Operations that stand in for the instruction at an index: breakpoints and hooks. */
  readonly patches = new Map<number, number>();

  /** @param bus what the slow path needs from the machine around the core */
  constructor(
    readonly memory: ArrayBuffer,
    readonly bus: CoreBus,
  ) {
    this.words = new Int32Array(memory);
    this.halves = new Int16Array(memory);
    this.uhalves = new Uint16Array(memory);
    this.bytes = new Int8Array(memory);
    this.ubytes = new Uint8Array(memory);
    this.surplus = new Float64Array(memory, SURPLUS_OFFSET, 1);
    this.ram32 = new Int32Array(memory, RAM_OFFSET);
    this.ram16 = new Int16Array(memory, RAM_OFFSET);
    this.ram8 = new Int8Array(memory, RAM_OFFSET);
  }

  /** Writes program counters (indices into `decodeTable`) and cycles to the state, before anyone else looks at it. */
  sync(pc: number, next: number, executed: number): void {
    this.words[PC] = this.toAddress(pc);
    this.words[NEXT_PC] = pc === FAR ? this.toAddress(pc) + 4 : this.toAddress(next);
    const cycles = this.startCycles + executed;
    this.words[CYCLES] = cycles | 0;
    this.words[CYCLES + 1] = Math.floor(cycles / 0x100000000);
  }

  toAddress(index: number): number {
    return index === FAR ? this.farTarget : (index | this.segment) >>> 0;
  }

  /** Marks the page of this instruction as having decoded entries. */
  markDecoded(index: number): void {
    this.#decodedPages[index >>> PAGE_SHIFT] = 1;
  }

  /** Discards the decoded entries of the pages that [start, end) touches. */
  forget(start: number, end: number): void {
    const last = Math.min(end, RAM_BYTES) - 1;
    for (let page = start >>> PAGE_SHIFT; page <= last >>> PAGE_SHIFT; page++) {
      if (this.#decodedPages[page] === 0) continue;
      this.#decodedPages[page] = 0;
      this.decodeTable.fill(0, page << PAGE_SHIFT, (page + 1) << PAGE_SHIFT);
    }
  }

  /**
   * Byte offset in the machine's buffer of a virtual address in RAM (any mirror), scratchpad or VU0's memory, −1
   * elsewhere.
   */
  offsetOf(address: number): number {
    const unsigned = address >>> 0;
    if (unsigned < RAM_BYTES) return RAM_OFFSET + unsigned;
    if (unsigned >>> 14 === 0x1c000) return SCRATCHPAD_OFFSET + (unsigned & 0x3fff);
    const vu0 = vu0Offset(unsigned);
    if (vu0 >= 0) return vu0;
    return ramSegment(unsigned) === undefined ? -1 : RAM_OFFSET + (unsigned & (RAM_BYTES - 1));
  }
}

/** Offset in the machine's buffer of an address in VU0's memory (16 KB each of mirrors of 4 KB), −1 elsewhere. */
export function vu0Offset(address: number): number {
  const mirror = address >= 0x80000000 && address < 0xc0000000 ? address & 0x1fffffff : address;
  if (mirror < 0x11000000 || mirror >= 0x11008000) return -1;
  const base = mirror < 0x11004000 ? VU0_PROGRAM_OFFSET : VU0_DATA_OFFSET;
  return base + (mirror & (VU0_MEMORY_BYTES - 1));
}

/** The mirror of RAM that contains a virtual address; undefined when it is not in RAM. */
export function ramSegment(address: number): number | undefined {
  const segment = (address & 0xfe000000) >>> 0;
  switch (segment) {
    case 0:
    case 0x20000000:
    case 0x30000000:
    case 0x80000000:
    case 0xa0000000:
      return segment;
    default:
      return undefined;
  }
}
