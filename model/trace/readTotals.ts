import type { ReadEvent } from './events';

/** How often one read of a plan was done and what it took, in all. */
export interface ReadTotal {
  readonly count: number;
  readonly sectors: number;
  /** Where it was measured: milliseconds, how often the head had to move, and the first sector on the disc. */
  readonly ms?: number;
  readonly seeks?: number;
  readonly lba?: number;
}

/** Sums up the reads of a plan by their index; what follows one another on the disc needs no seek. */
export class ReadTotals {
  private readonly totals: ReadTotal[];
  /** The sector after the last one that was read. */
  private headAt: number | undefined;

  /** @param before one for each read of the plan */
  constructor(before: readonly ReadTotal[]) {
    this.totals = [...before];
  }

  /** By the read's index. */
  get all(): readonly ReadTotal[] {
    return this.totals;
  }

  /** One that the plan does not have is dropped. */
  add({ read, sectors, ms, seek, lba }: ReadEvent): void {
    const total = this.totals[read];
    if (total === undefined) return;
    const isSeek = seek ?? (lba !== undefined && this.headAt !== undefined && lba !== this.headAt);
    this.totals[read] = {
      ...total,
      count: total.count + 1,
      sectors: total.sectors + sectors,
      ...(ms !== undefined && { ms: (total.ms ?? 0) + ms }),
      ...((seek !== undefined || lba !== undefined) && { seeks: (total.seeks ?? 0) + Number(isSeek) }),
      ...(lba !== undefined && total.lba === undefined && { lba }),
    };
    this.headAt = lba === undefined ? undefined : lba + sectors;
  }
}
