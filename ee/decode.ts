import { instructions, type Instruction } from './table';

/** Bits 31..26 and 5..0: together they leave few candidates. */
const INDEX_BITS = 0xfc00003f;
const buckets: (readonly Instruction[])[] = [];

for (let index = 0; index < 4096; index++) {
  const bits = (((index >>> 6) << 26) | (index & 63)) >>> 0;
  buckets.push(
    instructions
      .filter(({ mask, match }) => ((bits ^ match) & mask & INDEX_BITS) === 0)
      // A row that fixes more bits is the more special one (mtps is also an mtc0).
      .sort((a, b) => ones(b.mask) - ones(a.mask)),
  );
}

function ones(word: number): number {
  let count = 0;
  for (let rest = word >>> 0; rest !== 0; rest = (rest & (rest - 1)) >>> 0) count++;
  return count;
}

/** The instruction that a word is, undefined when the R5900 has none with these bits. */
export function decode(word: number): Instruction | undefined {
  const bucket = buckets[((word >>> 26) << 6) | (word & 63)] ?? [];
  return bucket.find(({ mask, match }) => ((word ^ match) & mask) === 0);
}
