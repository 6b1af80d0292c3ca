import { since } from './words';

/** A ring in RAM; `capacity` in entries, a power of two. */
export interface RingPlace {
  readonly address: number;
  readonly capacity: number;
}

/** What is new in a ring: entries `from` … `from + count - 1`, and how many are gone. */
export interface Outstanding {
  readonly from: number;
  readonly count: number;
  readonly lost: number;
}

/** What a reader that has taken `taken` entries may read of those written. */
export function outstandingIn({ capacity }: RingPlace, taken: number, written: number): Outstanding {
  const behind = since(written, taken);
  const count = Math.min(behind, capacity);
  return { from: (written - count) >>> 0, count, lost: behind - count };
}

/** Where entries lie: one piece, or two around the end of the ring. */
export function ringPieces(
  { address, capacity }: RingPlace,
  from: number,
  count: number,
  entryBytes: number,
): { readonly address: number; readonly length: number }[] {
  const start = from % capacity;
  const first = Math.min(count, capacity - start);
  const pieces = [{ address: address + start * entryBytes, length: first * entryBytes }];
  if (count > first) pieces.push({ address, length: (count - first) * entryBytes });
  return pieces.filter(({ length }) => length > 0);
}
