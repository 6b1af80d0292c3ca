import type { ReadEvent } from './events';

/** How often one read of a plan was executed, and its total time. */
export interface ReadTotal {
  readonly count: number;
  readonly sectors: number;
  /** If measured: milliseconds, the number of seeks, and the first sector on the disc. */
  readonly ms?: number;
  readonly seeks?: number;
  readonly lba?: number;
}

/** Sums up the reads of a plan by index; consecutive sectors need no seek. */
export class ReadTotals {
  private readonly totals: ReadTotal[];
  /** The sector after the last read one. */
  private headAt: number | undefined;

  /** @param before one for each read of the plan */
  constructor(before: readonly ReadTotal[]) {
    this.totals = [...before];
  }

  /** By the read's index. */
  get all(): readonly ReadTotal[] {
    return this.totals;
  }

  /** A read that is not in the plan is dropped. */
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
