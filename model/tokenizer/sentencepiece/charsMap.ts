import { viewOf } from '../../../common/littleEndian';

/** The match of the longest rule at a position. */
export interface CharsRule {
  /** Bytes of the input. */
  readonly length: number;
  /** UTF-8. */
  readonly replacement: Uint8Array;
}

/**
 * SentencePiece's precompiled table of normalisation rules: u32 size of a trie, the trie as a double array of u32
 * units (the format of Darts-clone), then the replacements, each ended by a NUL.
 */
export class CharsMap {
  private readonly units: Uint32Array;
  private readonly replacements: Uint8Array;

  /** @throws RangeError when the table is damaged. */
  constructor(blob: Uint8Array) {
    const trieBytes = blob.length < 4 ? -1 : viewOf(blob).getUint32(0, true);
    if (trieBytes < 4 || trieBytes % 4 !== 0 || trieBytes > blob.length - 4) {
      throw new RangeError(`its trie has ${trieBytes} bytes of ${blob.length}`);
    }
    this.units = new Uint32Array(new Uint8Array(blob.subarray(4, 4 + trieBytes)).buffer);
    this.replacements = blob.subarray(4 + trieBytes);
  }

  /** The longest rule that matches the bytes from `start` on. */
  longest(text: Uint8Array, start: number): CharsRule | undefined {
    let found: { length: number; value: number } | undefined;
    let node = offsetOf(this.units[0] ?? 0);
    for (let at = start; at < text.length; at++) {
      const byte = text[at] ?? 0;
      node = (node ^ byte) >>> 0;
      const unit = this.units[node];
      if (unit === undefined || labelOf(unit) !== byte) break;
      node = (node ^ offsetOf(unit)) >>> 0;
      const leaf = this.units[node];
      // A unit with this bit has a leaf with the offset of the replacement.
      if ((unit & 0x100) !== 0 && leaf !== undefined) {
        found = { length: at - start + 1, value: (leaf & 0x7fffffff) >>> 0 };
      }
    }
    if (found === undefined) return undefined;
    const end = this.replacements.indexOf(0, found.value);
    const replacement = this.replacements.subarray(found.value, end < 0 ? undefined : end);
    return { length: found.length, replacement };
  }
}

function labelOf(unit: number): number {
  return (unit & 0x800000ff) >>> 0;
}

function offsetOf(unit: number): number {
  return ((unit >>> 10) << ((unit & 0x200) >>> 6)) >>> 0;
}
