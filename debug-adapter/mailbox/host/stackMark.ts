import type { Range } from '../../../model/plan/plan';
import type { Identity } from '../identity';
import type { MemoryPort } from '../memoryPort';
import type { Status } from '../status';

/** A pattern that does not occur on a stack. The program uses the same one (docs/mailbox.md). */
const paint = 0x5e;

/**
 * Measures the depth of a program's stack from outside while it runs. The region is filled with a pattern before the
 * program uses it. From the low end up, words that still contain the pattern were never used.
 */
export class StackMark {
  /** The lowest known address that was written; undefined until the region is filled. */
  private lowest: number | undefined;

  constructor(
    private readonly port: MemoryPort,
    private readonly region: Range,
  ) {}

  /** Fills the region if necessary, then measures. @returns as `deeper`. */
  async look(
    status: Status | undefined,
    { minorVersion, plan }: Pick<Identity, 'minorVersion' | 'plan'>,
  ): Promise<number | undefined> {
    if (this.lowest === undefined && status) {
      const isLoading = status.state === 'starting' || status.state === 'loading';
      // Since version 1.1, the program fills the region itself before it uses it. An older program does not use the region
      // until it has a plan.
      if (minorVersion >= 1) {
        if (!isLoading) this.lowest = this.region.end;
      } else if (isLoading && plan.address === 0) await this.paint();
    }
    return this.deeper();
  }

  /** Fills the region. Call it before the program uses the region. */
  async paint(): Promise<void> {
    const { start, end } = this.region;
    await this.port.write(start, new Uint8Array(end - start).fill(paint));
    this.lowest = end;
  }

  /** @returns the maximum number of bytes in use, if it has grown. */
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
