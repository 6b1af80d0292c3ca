import { eeCyclesPerMs } from '../../disc/drive';
import { sectorBytes } from '../../disc/sector';
import type { DiscMap } from './discMap';

/** A request that a drive has finished. */
export interface DriveRead {
  readonly lba: number;
  /** 0: only a seek. */
  readonly sectors: number;
  readonly seek: boolean;
  readonly startCycle: number;
  readonly endCycle: number;
  /** Not 0 if it failed. */
  readonly error: number;
  /** Where its bytes went in RAM, from byte `skip` of the first sector on. */
  readonly to?: { readonly address: number; readonly bytes: number; readonly skip: number };
}

/** The part of a drive's read that belongs to one content of the disc. */
export interface DiscPiece {
  /** Index of the content. */
  readonly content: number;
  /** Where the piece begins in the content, and its bytes. */
  readonly offset: number;
  readonly bytes: number;
  /** The sector that it begins in. */
  readonly lba: number;
  /** Sectors that begin in it: each sector of a read counts once. */
  readonly sectors: number;
  /** Its share of the read's time, by bytes. */
  readonly ms: number;
  /** The read needed a seek; at its first piece. */
  readonly seek: boolean;
  /** Where which of its bytes went in RAM, if any did. */
  readonly to?: PieceDestination;
}

/** Bytes of a piece that are sent to RAM. */
interface PieceDestination {
  /** Virtual, as the program gave it. */
  readonly address: number;
  readonly bytes: number;
  /** The first byte's place in the content, and on the disc from sector 0 on. */
  readonly offset: number;
  readonly disc: number;
}

/**
 * A read split where its contents change, in order. Bytes, sectors and milliseconds of the pieces add up to the
 * read's. A read that failed, or a mere seek, is one piece without bytes.
 */
export function piecesOf(map: DiscMap, read: DriveRead): DiscPiece[] {
  const { lba, sectors, error, seek } = read;
  const ms = (read.endCycle - read.startCycle) / eeCyclesPerMs;
  const start = lba * sectorBytes;
  if (error !== 0 || sectors === 0) {
    const [part] = map.partsIn(start, start + 1);
    const none = { bytes: 0, lba, sectors: 0, ms, seek };
    // A sector behind the end of the disc.
    if (part === undefined) return [{ content: map.directory, offset: 0, ...none }];
    return [{ content: part.content, offset: part.offset + start - part.start, ...none }];
  }
  const end = start + sectors * sectorBytes;
  let left = ms;
  return map.partsIn(start, end).map((part, index) => {
    const [from, to] = [Math.max(start, part.start), Math.min(end, part.end)];
    const isLast = to === end;
    const share = isLast ? left : (ms * (to - from)) / (end - start);
    left -= share;
    const offset = part.offset + from - part.start;
    const place = destination(read, from, to, offset);
    return {
      content: part.content,
      offset,
      bytes: to - from,
      lba: Math.floor(from / sectorBytes),
      sectors: Math.ceil(to / sectorBytes) - Math.ceil(from / sectorBytes),
      ms: share,
      seek: seek && index === 0,
      ...(place && { to: place }),
    };
  });
}

/** Where the bytes `from` … `to - 1` of the disc went. */
function destination(
  { lba, to: all }: DriveRead,
  from: number,
  to: number,
  offset: number,
): PieceDestination | undefined {
  if (all === undefined) return undefined;
  const first = lba * sectorBytes + all.skip;
  const start = Math.max(from, first);
  const end = Math.min(to, first + all.bytes);
  if (end <= start) return undefined;
  return {
    address: all.address + start - first,
    bytes: end - start,
    offset: offset + start - from,
    disc: start,
  };
}
