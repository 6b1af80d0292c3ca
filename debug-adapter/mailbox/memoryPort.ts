import type { MemoryPart, MemoryRange } from '../../ps2/pine/machine';

/** RAM of a machine that a program runs on, over whatever leads there. Addresses are EE addresses without segment bits. */
export interface MemoryPort {
  /** All `length` bytes, not necessarily of one moment. @throws Error in words when they cannot be had. */
  read(address: number, length: number): Promise<Uint8Array>;
  /** The same for several ranges in their order, in as few trips as the way there allows. */
  readAll(ranges: readonly MemoryRange[]): Promise<readonly Uint8Array[]>;
  /** Writes in ascending order of addresses, aligned words whole. @throws Error in words when it cannot. */
  write(address: number, bytes: Uint8Array): Promise<void>;
  /** The same for several parts in their order, in as few trips as the way there allows. */
  writeAll(parts: readonly MemoryPart[]): Promise<void>;
}
