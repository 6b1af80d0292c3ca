import { firstEndingAfter } from './ascending';
import type { DiscPiece } from './discPieces';

/** Consecutive bytes of RAM that hold bytes of one content of the disc. */
export interface RamWrite {
  /** Half-open physical addresses. */
  readonly start: number;
  readonly end: number;
  /** Index of the content, and where in it and on the disc the first byte is from. */
  readonly content: number;
  readonly offset: number;
  readonly disc: number;
}

/** The EE sees its RAM at several virtual addresses (cached, uncached, accelerated, kernel). */
const physicalMask = 0x01ff_ffff;

/** What a disc's reads wrote where in RAM: at each address the newest. */
export class RamWrites {
  private writes: RamWrite[] = [];

  /** In ascending order, without overlap. */
  get all(): readonly RamWrite[] {
    return this.writes;
  }

  add({ content, to }: DiscPiece): void {
    if (to === undefined) return;
    const start = to.address & physicalMask;
    const end = start + to.bytes;
    const first = firstEndingAfter(this.writes, start);
    let last = first;
    while ((this.writes[last]?.start ?? Infinity) < end) last++;
    const rests = this.writes
      .slice(first, last)
      .flatMap((old) => [
        ...(old.start < start ? [{ ...old, end: start }] : []),
        ...(old.end > end ? [behind(old, end)] : []),
      ]);
    const added = { start, end, content, offset: to.offset, disc: to.disc };
    const before = rests.filter((rest) => rest.end <= start);
    const after = rests.filter((rest) => rest.start >= end);
    this.writes.splice(first, last - first, ...before, added, ...after);
  }
}

/** What is left of a write from an address on. */
function behind(write: RamWrite, start: number): RamWrite {
  const cut = start - write.start;
  return { ...write, start, offset: write.offset + cut, disc: write.disc + cut };
}

/** Joins neighbours that continue the same content. */
export function joined(writes: readonly RamWrite[]): RamWrite[] {
  const result: RamWrite[] = [];
  for (const write of writes) {
    const last = result.at(-1);
    const continues =
      last !== undefined &&
      last.end === write.start &&
      last.content === write.content &&
      last.offset + last.end - last.start === write.offset &&
      last.disc + last.end - last.start === write.disc;
    if (continues) result[result.length - 1] = { ...last, end: write.end };
    else result.push(write);
  }
  return result;
}
