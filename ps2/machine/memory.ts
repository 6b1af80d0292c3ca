import { vu0Offset } from '../cpu/core';
import { RAM_BYTES, RAM_OFFSET, SCRATCHPAD_BYTES, SCRATCHPAD_OFFSET } from '../cpu/stateLayout';
import { hex, MachineFault } from './fault';

/** Address of the scratchpad. */
const scratchpadBase = 0x70000000;

/** Everything below belongs to the kernel. */
export const kernelEnd = 0x80000;

/** The highest four address bits of the mirrors of RAM: cached, uncached, accelerated, KSEG0, KSEG1. */
const mirrors = new Set([0x0, 0x2, 0x3, 0x8, 0xa]);

/**
 * The host's view of EE memory: RAM through any of its mirrors, the scratchpad, and VU0's memory. Addresses are virtual; all values
 * are little-endian.
 */
export class Memory {
  private readonly view: DataView;
  private readonly bytes: Uint8Array;

  constructor(buffer: ArrayBuffer) {
    this.view = new DataView(buffer);
    this.bytes = new Uint8Array(buffer);
  }

  /** The offset of `length` bytes at an address in the machine's buffer; undefined if they are not memory. */
  offsetOf(address: number, length: number): number | undefined {
    if (address >= scratchpadBase && address + length <= scratchpadBase + SCRATCHPAD_BYTES)
      return SCRATCHPAD_OFFSET + (address - scratchpadBase);
    const vu0 = vu0Offset(address);
    if (vu0 >= 0 && (address & 0xfff) + length <= 0x1000) return vu0;
    const physical = address & 0x0fffffff;
    return mirrors.has(address >>> 28) && physical + length <= RAM_BYTES ? RAM_OFFSET + physical : undefined;
  }

  /**
   * The bytes themselves, not a copy.
   * @throws MachineFault when there is no memory. `what` names their purpose in messages.
   */
  at(address: number, length: number, what: string): Uint8Array {
    const offset = this.offsetOf(address, length);
    if (offset === undefined) {
      throw new MachineFault(
        `${what}: there is no memory at ${hex(address)} (${length} bytes); RAM ends at ${hex(RAM_BYTES)}.`,
        address,
      );
    }
    return this.bytes.subarray(offset, offset + length);
  }

  u32(address: number, what: string): number {
    return this.view.getUint32(this.at(address, 4, what).byteOffset, true);
  }

  i32(address: number, what: string): number {
    return this.u32(address, what) | 0;
  }

  setU32(address: number, value: number, what: string): void {
    this.view.setUint32(this.at(address, 4, what).byteOffset, value, true);
  }

  /** The word at an offset in the machine's buffer. */
  wordAt(offset: number): number {
    return this.view.getUint32(offset, true);
  }

  /** The four words of the quadword at an offset in the machine's buffer. */
  quadwordAt(offset: number): Uint32Array {
    return new Uint32Array(this.view.buffer, offset, 4);
  }

  /** Copies bytes between two offsets in the machine's buffer. */
  move(to: number, from: number, bytes: number): void {
    this.bytes.copyWithin(to, from, from + bytes);
  }

  /** Text up to its NUL, at most `limit` bytes, as Latin-1. */
  text(address: number, limit: number, what: string): string {
    let text = '';
    for (let i = 0; i < limit; i++) {
      const byte = this.at(address + i, 1, what)[0] ?? 0;
      if (byte === 0) break;
      text += String.fromCharCode(byte);
    }
    return text;
  }
}

/** The address without the bits that choose a mirror: cached, uncached, accelerated, KSEG0, KSEG1. */
export const physicalAddress = (address: number): number => (address & 0x1fffffff) >>> 0;

/** Latin-1 text up to its NUL inside an array. */
export function textIn(bytes: Uint8Array, at: number, limit: number): string {
  const part = bytes.subarray(at, at + limit);
  const end = part.indexOf(0);
  return String.fromCharCode(...part.subarray(0, end < 0 ? part.length : end));
}
