/** The union of two neighbours. */
export interface Union<S> {
  readonly symbol: S;
  /** The best union is merged first. */
  readonly score: number;
}

/** A possible merge of two neighbouring symbols. */
interface Merge<S> extends Union<S> {
  readonly left: number;
  readonly right: number;
  /** The two sides when it was found; it is invalid if either has changed. */
  readonly leftSymbol: S;
  readonly rightSymbol: S;
}

/**
 * Byte pair merging: repeatedly merges the two neighbours with the best-scored union into one symbol, the leftmost of
 * equals first, until no two have a union. A heap replaces the scan before each merge.
 * @param unionOf the union of two neighbours, or undefined if there is none. Symbols are compared by value.
 */
export function mergeNeighbours<S extends string | number>(
  symbols: readonly S[],
  unionOf: (left: S, right: S) => Union<S> | undefined,
): S[] {
  const current = [...symbols];
  const next = symbols.map((_, i) => i + 1);
  const previous = symbols.map((_, i) => i - 1);
  const gone = new Uint8Array(symbols.length);
  const heap = new MergeHeap<S>();
  const offer = (left: number): void => {
    const right = next[left] ?? symbols.length;
    const leftSymbol = current[left];
    const rightSymbol = current[right];
    if (leftSymbol === undefined || rightSymbol === undefined) return;
    const union = unionOf(leftSymbol, rightSymbol);
    if (union !== undefined) heap.push({ ...union, left, right, leftSymbol, rightSymbol });
  };
  for (let i = 0; i + 1 < symbols.length; i++) offer(i);
  for (let merge = heap.pop(); merge; merge = heap.pop()) {
    const { left, right } = merge;
    const stale =
      gone[left] === 1 ||
      gone[right] === 1 ||
      next[left] !== right ||
      current[left] !== merge.leftSymbol ||
      current[right] !== merge.rightSymbol;
    if (stale) continue;
    current[left] = merge.symbol;
    gone[right] = 1;
    const after = next[right] ?? symbols.length;
    next[left] = after;
    if (after < symbols.length) previous[after] = left;
    const before = previous[left] ?? -1;
    if (before >= 0) offer(before);
    offer(left);
  }
  return current.filter((_, i) => gone[i] === 0);
}

/** A binary heap: best score first, then leftmost. */
class MergeHeap<S> {
  private readonly items: Merge<S>[] = [];

  push(merge: Merge<S>): void {
    const { items } = this;
    let at = items.length;
    items.push(merge);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = items[parent];
      if (above === undefined || !isBefore(merge, above)) break;
      items[at] = above;
      at = parent;
    }
    items[at] = merge;
  }

  pop(): Merge<S> | undefined {
    const { items } = this;
    const top = items[0];
    const last = items.pop();
    if (top === undefined || last === undefined || items.length === 0) return top;
    let at = 0;
    for (;;) {
      const child = this.betterChild(at);
      const below = items[child];
      if (below === undefined || !isBefore(below, last)) break;
      items[at] = below;
      at = child;
    }
    items[at] = last;
    return top;
  }

  private betterChild(at: number): number {
    const left = this.items[2 * at + 1];
    const right = this.items[2 * at + 2];
    return left !== undefined && right !== undefined && isBefore(right, left) ? 2 * at + 2 : 2 * at + 1;
  }
}

function isBefore<S>(a: Merge<S>, b: Merge<S>): boolean {
  return a.score > b.score || (a.score === b.score && a.left < b.left);
}
