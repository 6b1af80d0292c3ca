import { instructions, type Instruction } from './table';

/** Bits 31..26 and 5..0, which leave few candidates. */
const INDEX_BITS = 0xfc00003f;
/** Candidates by those bits, filled on first use: a program uses few of the 4,096. */
const buckets = new Map<number, readonly Instruction[]>();

function candidates(word: number): readonly Instruction[] {
  const bits = (word & INDEX_BITS) >>> 0;
  let bucket = buckets.get(bits);
  if (bucket === undefined) {
    bucket = instructions
      .filter(({ mask, match }) => ((bits ^ match) & mask & INDEX_BITS) === 0)
      // A row that fixes more bits is the more special one (mtps is also an mtc0).
      .sort((a, b) => ones(b.mask) - ones(a.mask));
    buckets.set(bits, bucket);
  }
  return bucket;
}

function ones(word: number): number {
  let count = 0;
  for (let rest = word >>> 0; rest !== 0; rest = (rest & (rest - 1)) >>> 0) count++;
  return count;
}

/** The instruction of a word; undefined if the R5900 has none with these bits. */
export function decode(word: number): Instruction | undefined {
  return candidates(word).find(({ mask, match }) => ((word ^ match) & mask) === 0);
}
