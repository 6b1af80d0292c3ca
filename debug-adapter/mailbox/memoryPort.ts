import type { MemoryPart, MemoryRange } from '../../ps2/pine/machine';

/** Access to the RAM of the machine that runs a program. Addresses are EE addresses without segment bits. */
export interface MemoryPort {
  /** All `length` bytes, not necessarily of one moment. @throws Error when they cannot be read. */
  read(address: number, length: number): Promise<Uint8Array>;
  /** The same for several ranges in order, in as few requests as the connection allows. */
  readAll(ranges: readonly MemoryRange[]): Promise<readonly Uint8Array[]>;
  /** Writes in ascending order of addresses, aligned words atomically. @throws Error when it cannot write. */
  write(address: number, bytes: Uint8Array): Promise<void>;
  /** The same for several parts in order, in as few requests as the connection allows. */
  writeAll(parts: readonly MemoryPart[]): Promise<void>;
}
