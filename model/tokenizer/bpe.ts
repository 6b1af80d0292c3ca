/** A possible merge of two neighbouring pieces. */
interface Merge {
  readonly score: number;
  readonly left: number;
  readonly right: number;
  readonly id: number;
  /** Ids of the two sides when it was found; it is void when either has changed. */
  readonly leftId: number;
  readonly rightId: number;
}

/** What the merging needs to know of a vocabulary. Pieces are binary strings: one character a byte. */
export interface Pieces {
  piece(id: number): string;
  idOf(piece: string): number | undefined;
  score(id: number): number;
}

/** llama2.c merges nothing whose score is this or less. */
const lowestScore = -1e10;

/**
 * Byte pair merging: again and again the two neighbours whose union has the best score become one piece, the
 * leftmost of equals first, until no union is a piece. The outcome is llama2.c's, with a heap instead of a scan
 * for each merge.
 */
export function mergePieces(ids: readonly number[], pieces: Pieces): number[] {
  const current = [...ids];
  const next = ids.map((_, i) => i + 1);
  const previous = ids.map((_, i) => i - 1);
  const gone = new Uint8Array(ids.length);
  const heap = new MergeHeap();
  const offer = (left: number): void => {
    const right = next[left] ?? ids.length;
    const leftId = current[left];
    const rightId = current[right];
    if (leftId === undefined || rightId === undefined) return;
    const id = pieces.idOf(pieces.piece(leftId) + pieces.piece(rightId));
    if (id === undefined) return;
    const score = pieces.score(id);
    if (score > lowestScore) heap.push({ score, left, right, id, leftId, rightId });
  };
  for (let i = 0; i + 1 < ids.length; i++) offer(i);
  for (let merge = heap.pop(); merge; merge = heap.pop()) {
    const { left, right } = merge;
    const stale =
      gone[left] === 1 ||
      gone[right] === 1 ||
      next[left] !== right ||
      current[left] !== merge.leftId ||
      current[right] !== merge.rightId;
    if (stale) continue;
    current[left] = merge.id;
    gone[right] = 1;
    const after = next[right] ?? ids.length;
    next[left] = after;
    if (after < ids.length) previous[after] = left;
    const before = previous[left] ?? -1;
    if (before >= 0) offer(before);
    offer(left);
  }
  return current.filter((_, i) => gone[i] === 0);
}

/** A binary heap: best score first, then leftmost. */
class MergeHeap {
  private readonly items: Merge[] = [];

  push(merge: Merge): void {
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

  pop(): Merge | undefined {
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

function isBefore(a: Merge, b: Merge): boolean {
  return a.score > b.score || (a.score === b.score && a.left < b.left);
}
