import type { Range } from '../../model/plan/plan';
import type { MemoryPort } from '../mailbox/memoryPort';

/** What nothing that is put on a stack looks like. */
const paint = 0x5e;

/**
 * How deep a program's stack gets: its region is painted before the program enters it, and from the low end up what
 * still has the paint was never used.
 */
export class StackMark {
  /** The lowest address that was written, as far as it is known; undefined until the region is painted. */
  private lowest: number | undefined;

  constructor(
    private readonly port: MemoryPort,
    private readonly region: Range,
  ) {}

  /** To be called while the program does not use the region yet. */
  async paint(): Promise<void> {
    const { start, end } = this.region;
    await this.port.write(start, new Uint8Array(end - start).fill(paint));
    this.lowest = end;
  }

  /** @returns bytes in use at most so far, when those are more than before. */
  async deeper(): Promise<number | undefined> {
    const { start, end } = this.region;
    const { lowest } = this;
    if (lowest === undefined || lowest === start) return undefined;
    const bytes = await this.port.read(start, lowest - start);
    const used = bytes.findIndex((byte) => byte !== paint);
    if (used < 0) return undefined;
    this.lowest = start + used;
    return end - this.lowest;
  }
}
