import { viewOf } from '../../common/littleEndian';

/** Little-endian words of a block of memory. */
export class Words {
  private readonly view: DataView;

  constructor(readonly bytes: Uint8Array) {
    this.view = viewOf(bytes);
  }

  at(offset: number): number {
    return this.view.getUint32(offset, true);
  }

  /** A 64-bit count; exact below 2^53. */
  longAt(offset: number): number {
    return this.at(offset) + this.at(offset + 4) * 4294967296;
  }
}

/** Words as little-endian bytes. */
export function wordBytes(...words: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(words.length * 4);
  const view = new DataView(bytes.buffer);
  words.forEach((word, index) => view.setUint32(index * 4, word, true));
  return bytes;
}

/** `later - earlier` of counts modulo 2^32. */
export const since = (later: number, earlier: number): number => (later - earlier) >>> 0;
