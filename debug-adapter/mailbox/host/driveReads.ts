import type { DriveLogEntry } from '../../../ps2/drive/drive';

/** A read as the program reports it: sectors from an absolute one. */
export interface DiscRead {
  readonly lba: number;
  readonly sectors: number;
}

/** What a drive has done and no read of the program was found for yet, oldest first. */
export class DriveReads {
  private entries: DriveLogEntry[] = [];

  /** The drive has finished these. */
  add(entries: readonly DriveLogEntry[]): void {
    for (const entry of entries) if (entry.purpose === 'program') this.entries.push(entry);
  }

  /** @returns goes back to where this is now, as often as it is called. */
  bookmark(): () => void {
    const entries = [...this.entries];
    return () => {
      this.entries = [...entries];
    };
  }

  /** Drops what belongs to reads that were lost. @param reads those that are left, in order: the last that were done. */
  catchUp(reads: readonly DiscRead[]): void {
    let end = this.entries.length;
    for (const read of reads.toReversed()) {
      const found = this.entries.findLastIndex((entry, index) => index < end && isPart(entry, read));
      if (found < 0) continue;
      let left = read.sectors;
      for (end = found + 1; left > 0 && isPart(this.entries[end - 1], read); end--) {
        if (this.entries[end - 1]?.error === 0) left -= this.entries[end - 1]?.sectors ?? 0;
      }
    }
    if (reads.length > 0) this.entries = this.entries.slice(end);
  }

  /** Takes the entries of a read. @returns whether the head had to move to another track; undefined when it is not there. */
  take(read: DiscRead): boolean | undefined {
    const first = this.entries.findIndex((entry) => isPart(entry, read));
    if (first < 0) return undefined;
    // The program reads in pieces, and again what failed; it reports a read once its last piece is there.
    let [next, left, seek] = [first, read.sectors, false];
    for (; left > 0; next++) {
      const entry = this.entries[next];
      if (!entry || !isPart(entry, read)) break;
      if (entry.error === 0) left -= entry.sectors;
      seek ||= entry.seek;
    }
    this.entries = this.entries.slice(next);
    return seek;
  }
}

function isPart(entry: DriveLogEntry | undefined, { lba, sectors }: DiscRead): boolean {
  return entry !== undefined && entry.lba >= lba && entry.lba + entry.sectors <= lba + sectors;
}
