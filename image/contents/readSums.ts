import { eeCyclesPerMs } from '../../disc/drive';
import { sectorBytes } from '../../disc/sector';
import { ByteRanges } from '../../model/trace/byteRanges';
import type { DiscContent, DiscMap } from './discMap';
import { piecesOf, type DiscPiece, type DriveRead } from './discPieces';

/** The drive's work for one content of the disc. */
export interface ContentReads {
  readonly content: DiscContent;
  /** Reads that touched it, with those that failed. */
  readonly reads: number;
  /** Sectors that begin in it, and its own bytes in all sectors that were read. */
  readonly sectors: number;
  readonly bytes: number;
  /** How many of its bytes were read at least once. */
  readonly coveredBytes: number;
  readonly seeks: number;
  readonly errors: number;
  /** Each read's time is shared by bytes. */
  readonly ms: number;
}

/** The drive's work for one file. */
export interface FileReads {
  readonly file: string;
  readonly lba: number;
  readonly reads: number;
  readonly sectors: number;
  readonly bytes: number;
  readonly seeks: number;
  readonly errors: number;
  readonly ms: number;
}

type Counts = Omit<FileReads, 'file' | 'lba'>;
type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

const nothing: Counts = { reads: 0, sectors: 0, bytes: 0, seeks: 0, errors: 0, ms: 0 };

/** Sums a drive's reads by content and by file. */
export class ReadSums {
  private readonly contents = new Map<number, Mutable<Counts> & { readonly covered: ByteRanges }>();
  private readonly files = new Map<string, Mutable<Counts> & { readonly lba: number }>();
  private readonly all: Mutable<Counts> = { ...nothing };

  constructor(private readonly map: DiscMap) {}

  /** Adds a read. @returns its pieces */
  add(read: DriveRead): DiscPiece[] {
    const pieces = piecesOf(this.map, read);
    count(this.all, read, read.error === 0 ? read.sectors : 0, read.seek, msOf(read));
    for (const piece of pieces) {
      const row = this.rowOf(piece.content);
      count(row, read, piece.sectors, piece.seek, piece.ms, piece.bytes);
      row.covered.add(piece.offset, piece.offset + piece.bytes);
    }
    this.addToFiles(read, pieces);
    return pieces;
  }

  /** What the drive has counted. */
  get total(): Counts {
    return this.all;
  }

  /** What was read, in the order of the disc's contents. */
  get byContent(): ContentReads[] {
    return this.map.contents.flatMap((content) => {
      const row = this.contents.get(content.index);
      if (row === undefined) return [];
      const { covered, ...counts } = row;
      return [{ content, ...counts, coveredBytes: covered.bytes }];
    });
  }

  /** In the order of the first reads. */
  get byFile(): FileReads[] {
    return [...this.files].map(([file, counts]) => ({ file, ...counts }));
  }

  private rowOf(content: number): Mutable<Counts> & { readonly covered: ByteRanges } {
    const found = this.contents.get(content);
    if (found !== undefined) return found;
    const row = { ...nothing, covered: new ByteRanges() };
    this.contents.set(content, row);
    return row;
  }

  /** A read counts once for each file that it touches. Files have whole sectors. */
  private addToFiles(read: DriveRead, pieces: readonly DiscPiece[]): void {
    const shares = new Map<string, { sectors: number; ms: number; seek: boolean; lba: number }>();
    for (const { content, sectors, ms, seek, lba } of pieces) {
      const { file, name } = this.map.contents[content] ?? {};
      const key = file ?? name ?? '';
      const share = shares.get(key) ?? { sectors: 0, ms: 0, seek: false, lba };
      share.sectors += sectors;
      share.ms += ms;
      share.seek ||= seek;
      shares.set(key, share);
    }
    for (const [file, { sectors, ms, seek, lba }] of shares) {
      const row = this.files.get(file) ?? { ...nothing, lba: this.firstSectorOf(file) ?? lba };
      this.files.set(file, row);
      count(row, read, sectors, seek, ms);
    }
  }

  private firstSectorOf(path: string): number | undefined {
    return this.map.contents.find(({ file }) => file === path)?.lba;
  }
}

function count(
  row: Mutable<Counts>,
  { error, sectors: asked }: DriveRead,
  sectors: number,
  seek: boolean,
  ms: number,
  bytes = sectors * sectorBytes,
): void {
  row.reads += asked > 0 ? 1 : 0;
  row.sectors += sectors;
  row.bytes += bytes;
  row.seeks += seek ? 1 : 0;
  row.errors += error === 0 ? 0 : 1;
  row.ms += ms;
}

const msOf = ({ startCycle, endCycle }: DriveRead): number => (endCycle - startCycle) / eeCyclesPerMs;
