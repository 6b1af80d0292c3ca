/** A set of bytes as half-open ranges, ascending and apart. */
export class ByteRanges {
  private readonly ranges: { start: number; end: number }[] = [];
  private sum = 0;

  /** How many bytes it has. */
  get bytes(): number {
    return this.sum;
  }

  /** Adds a range. @returns how many of its bytes are new. */
  add(start: number, end: number): number {
    if (end <= start) return 0;
    let first = 0;
    let high = this.ranges.length;
    while (first < high) {
      const middle = (first + high) >> 1;
      if ((this.ranges[middle]?.end ?? Infinity) < start) first = middle + 1;
      else high = middle;
    }
    let [from, to, known, last] = [start, end, 0, first];
    for (let range = this.ranges[last]; range && range.start <= end; range = this.ranges[++last]) {
      known += range.end - range.start;
      from = Math.min(from, range.start);
      to = Math.max(to, range.end);
    }
    this.ranges.splice(first, last - first, { start: from, end: to });
    const added = to - from - known;
    this.sum += added;
    return added;
  }
}
