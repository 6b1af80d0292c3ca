import { RAM_BYTES } from '../cpu/stateLayout';
import { hex, MachineFault } from './fault';
import { physicalAddress } from './memory';

/** Bytes of a line of the data cache. */
const lineBytes = 64;

/** State of a line of RAM. */
const cached = 1;
/** The cache has changes that RAM does not. */
const dirty = 2;
/** RAM has changes that the cache does not. */
const stale = 4;

/** `cache` operations on data (R5900): by index, by address. */
const operations = { indexWriteBackInvalidate: 0x14, indexInvalidate: 0x16 } as const;
const hitOperations = { writeBackInvalidate: 0x18, invalidate: 0x1a, writeBack: 0x1c } as const;

/**
 * Finds what goes wrong on hardware because the data cache is not coherent with DMA and with uncached accesses. A
 * line counts as cached from its first cached access until the program writes it back or invalidates it: a program
 * must not rely on an earlier eviction. So the model is stricter than the 8 KB of the EE. It only reports findings;
 * values are always those of RAM.
 */
export class DataCacheModel {
  private lines = new Uint8Array(RAM_BYTES / lineBytes);

  /** A load or store of the program at a virtual address. A sentence is a finding. */
  access(address: number, bytes: number, store: boolean): string | undefined {
    const physical = address & 0x0fffffff;
    const segment = address >>> 28;
    if (physical >= RAM_BYTES || segment === 7) return undefined; // Scratchpad and hardware have no cache.
    const uncached = segment === 2 || segment === 3 || segment === 0xa;
    const last = (physical + bytes - 1) >>> 6;
    for (let line = physical >>> 6; line <= last; line++) {
      const finding = uncached
        ? this.uncached(line, address, store)
        : this.cachedAccess(line, address, store);
      if (finding !== undefined) return finding;
    }
    return undefined;
  }

  /** DMA reads RAM. @throws MachineFault when the data is still in the cache. */
  deviceReads(address: number, bytes: number, what: string): void {
    this.forEachLine(address, bytes, (line) => {
      if (((this.lines[line] ?? 0) & dirty) === 0) return;
      const at = line * lineBytes;
      throw new MachineFault(
        `Data cache: ${what} transfers ${hex(at)}, but the latest value is still in the cache. Write the line back first.`,
        at,
      );
    });
  }

  /** DMA writes RAM. @throws MachineFault when a changed line of the cache would later overwrite the data. */
  deviceWrites(address: number, bytes: number, what: string): void {
    this.forEachLine(address, bytes, (line) => {
      const state = this.lines[line] ?? 0;
      if ((state & dirty) !== 0) {
        const at = line * lineBytes;
        throw new MachineFault(
          `Data cache: ${what} is transferred to ${hex(at)}, but the cache has changes to this line that will overwrite it. Write it back and invalidate it before starting the transfer.`,
          at,
        );
      }
      if ((state & cached) !== 0) this.lines[line] = state | stale;
    });
  }

  /** A `cache` instruction. */
  operation(code: number, address: number): void {
    const line = physicalAddress(address) >>> 6;
    const state = this.lines[line] ?? 0;
    if (code === hitOperations.writeBackInvalidate || code === hitOperations.invalidate) this.lines[line] = 0;
    else if (code === hitOperations.writeBack) this.lines[line] = state & ~dirty;
    else if (code === operations.indexWriteBackInvalidate || code === operations.indexInvalidate) {
      // A line by index: 64 sets, so every 4 KB of RAM.
      for (let other = line & 63; other < this.lines.length; other += 64) this.lines[other] = 0;
    }
  }

  /** FlushCache(0). */
  writeBackAll(): void {
    this.lines = this.lines.map((state) => state & ~dirty);
  }

  /** FlushCache(1). */
  invalidateAll(): void {
    this.lines.fill(0);
  }

  save(): Uint8Array {
    return this.lines.slice();
  }

  restore(saved: Uint8Array): void {
    this.lines = saved.slice();
  }

  private cachedAccess(line: number, address: number, store: boolean): string | undefined {
    const state = this.lines[line] ?? 0;
    if ((state & stale) !== 0) {
      return `Data cache: ${store ? 'a store to' : 'a load from'} ${hex(address)} hits a line that changed in RAM after it was cached; invalidate it before starting the transfer, or use the uncached mirror throughout`;
    }
    this.lines[line] = state | cached | (store ? dirty : 0);
    return undefined;
  }

  private uncached(line: number, address: number, store: boolean): string | undefined {
    const state = this.lines[line] ?? 0;
    if ((state & dirty) !== 0) {
      return `Data cache: an uncached ${store ? 'store to' : 'load from'} ${hex(address)} hits a line with changes in the cache (${store ? 'which will overwrite it' : 'which it does not see'}); write the line back first, and do not use one line both ways`;
    }
    if (store && (state & cached) !== 0) this.lines[line] = state | stale;
    return undefined;
  }

  private forEachLine(address: number, bytes: number, action: (line: number) => void): void {
    const physical = physicalAddress(address);
    const last = Math.min(physical + bytes - 1, RAM_BYTES - 1) >>> 6;
    for (let line = physical >>> 6; line <= last && bytes > 0; line++) action(line);
  }
}
