/**
 * A generator of reproducible random numbers: xorshift32 (Marsaglia, 2003) from a seed that is scrambled first, so
 * that similar seeds give unrelated sequences. Only exact operations: the same on every machine.
 */
export class Random {
  private state: number;

  /** @param seeds integers that together make the seed, such as a run's seed and a step. */
  constructor(...seeds: readonly number[]) {
    let hash = 0x9e3779b9;
    for (const seed of seeds) {
      // The finisher of MurmurHash3 (Appleby, public domain).
      hash = (hash ^ seed) >>> 0;
      hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
      hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
      hash = (hash ^ (hash >>> 16)) + 0x9e3779b9;
    }
    this.state = hash >>> 0 || 1;
  }

  /** At least 0, below 1, in steps of 2⁻²⁴. */
  uniform(): number {
    this.state ^= this.state << 13;
    this.state ^= this.state >>> 17;
    this.state ^= this.state << 5;
    return (this.state >>> 8) / (1 << 24);
  }

  /** Mean 0, deviation 1, nearly normal: the sum of four uniform ones. */
  normal(): number {
    const sum = this.uniform() + this.uniform() + this.uniform() + this.uniform();
    return (sum - 2) * Math.sqrt(3);
  }

  /** An integer from 0 to `count` − 1. */
  below(count: number): number {
    return Math.floor(this.uniform() * count);
  }

  /** One of the items. @throws RangeError when there is none. */
  pick<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new RangeError('There is nothing to pick from.');
    return item;
  }
}
