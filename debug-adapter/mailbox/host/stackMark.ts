import type { Range } from '../../../model/plan/plan';
import type { Identity } from '../identity';
import type { MemoryPort } from '../memoryPort';
import type { Status } from '../status';

/** What nothing that is put on a stack looks like; the program paints with it too (docs/mailbox.md). */
const paint = 0x5e;

/**
 * How deep a program's stack gets, seen from outside and while it runs: its region is painted before the program
 * enters it, and from the low end up the whole words that still have the paint were never used.
 */
export class StackMark {
  /** The lowest address that was written, as far as it is known; undefined until the region is painted. */
  private lowest: number | undefined;

  constructor(
    private readonly port: MemoryPort,
    private readonly region: Range,
  ) {}

  /** Looks, and before that prepares what is to be looked at. @returns as `deeper`. */
  async look(
    status: Status | undefined,
    { minorVersion, plan }: Pick<Identity, 'minorVersion' | 'plan'>,
  ): Promise<number | undefined> {
    if (this.lowest === undefined && status) {
      const isLoading = status.state === 'starting' || status.state === 'loading';
      // Since 1.1 the program paints by itself, before it enters the region; an older one has not entered it as long as
      // it has no plan.
      if (minorVersion >= 1) {
        if (!isLoading) this.lowest = this.region.end;
      } else if (isLoading && plan.address === 0) await this.paint();
    }
    return this.deeper();
  }

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
    this.lowest = start + used - (used % 4);
    return end - this.lowest;
  }
}
