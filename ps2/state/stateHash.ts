import type { Snapshot } from './snapshot';

const offsetBasis = 0x811c9dc5;
const prime = 0x01000193;

const pageHashes = new WeakMap<Uint8Array, number>();

/** A 64-bit fingerprint of a snapshot, as text: two equal runs have the same one. */
export function stateHash(snapshot: Snapshot): string {
  let low = offsetBasis;
  let high = offsetBasis ^ 0x5bd1e995;
  const add = (word: number) => {
    low = Math.imul(low ^ word, prime);
    high = Math.imul(high ^ (word >>> 16) ^ (word << 16), prime) + low;
  };
  for (const page of snapshot.pages) add(pageHash(page));
  for (const page of snapshot.local) add(pageHash(page));
  const text = JSON.stringify(snapshot.state, plain);
  for (let i = 0; i < text.length; i++) add(text.charCodeAt(i));
  const digits = (word: number) => (word >>> 0).toString(16).padStart(8, '0');
  return digits(high) + digits(low);
}

/** Maps and byte arrays as arrays, so that JSON shows them. */
function plain(_key: string, value: unknown): unknown {
  if (value instanceof Map) return [...value.entries()];
  if (value instanceof Uint8Array) return pageHash(value);
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return [...(value as Uint32Array)];
  return value;
}

function pageHash(page: Uint8Array): number {
  const known = pageHashes.get(page);
  if (known !== undefined) return known;
  let hash = offsetBasis ^ page.length;
  for (const byte of page) hash = Math.imul(hash ^ byte, prime);
  pageHashes.set(page, hash);
  return hash;
}
