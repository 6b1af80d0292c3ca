import type { DriveLogEntry } from '../../../ps2/drive/drive';

/** A read that the program reports: sectors from an absolute LBA. */
export interface DiscRead {
  readonly lba: number;
  readonly sectors: number;
}

/** Completed drive operations that are not matched with a read of the program yet, oldest first. */
export class DriveReads {
  private entries: DriveLogEntry[] = [];

  /** The drive has finished these. */
  add(entries: readonly DriveLogEntry[]): void {
    for (const entry of entries) if (entry.purpose === 'program') this.entries.push(entry);
  }

  /** @returns a function that restores the current state. It can be called several times. */
  bookmark(): () => void {
    const entries = [...this.entries];
    return () => {
      this.entries = [...entries];
    };
  }

  /** Drops the entries of lost reads. @param reads the remaining reads, in order: the last ones that were done. */
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

  /** Takes the entries of a read. @returns whether the head moved to another track; undefined if there are no entries. */
  take(read: DiscRead): boolean | undefined {
    const first = this.entries.findIndex((entry) => isPart(entry, read));
    if (first < 0) return undefined;
    // The program reads in pieces and retries failed ones. It reports a read after its last piece.
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
