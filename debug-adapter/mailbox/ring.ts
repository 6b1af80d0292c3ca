import { since } from './words';

/** A ring in RAM; `capacity` in entries, a power of two. */
export interface RingPlace {
  readonly address: number;
  readonly capacity: number;
}

/** New entries of a ring: `from` … `from + count - 1`, and how many were lost. */
export interface Outstanding {
  readonly from: number;
  readonly count: number;
  readonly lost: number;
}

/** The entries that a reader can still read, after it has read `taken` of the `written` ones. */
export function outstandingIn({ capacity }: RingPlace, taken: number, written: number): Outstanding {
  const behind = since(written, taken);
  const count = Math.min(behind, capacity);
  return { from: (written - count) >>> 0, count, lost: behind - count };
}

/** Where entries are: in one piece, or in two around the end of the ring. */
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
