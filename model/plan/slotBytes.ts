import type { Block } from './weightsLayout';
import { sectorBytes } from './units';

/** Tells blocks that stay in their slots until all layers that share them are done. */
export type IsKept = (block: Block) => boolean;

/**
 * The bytes of the stream slots while blocks, one after another, come to stay in RAM and need none any more. One slot
 * serves all blocks, but a layer that is kept has one for each of its blocks. Each change costs the logarithm of the
 * number of blocks.
 */
export class SlotBytes {
  /** Leaf of each block: its own, or that of its kept layer. */
  private readonly leaves: readonly number[];
  /** A tree of maxima: node `i` is that of `2 i` and `2 i + 1`, the leaves are the second half. */
  private readonly nodes: Float64Array;
  private readonly half: number;

  /** @param blocks all of them; none stays yet. */
  constructor(
    private readonly blocks: readonly Block[],
    isKept: IsKept,
  ) {
    const ofLayer = new Map<number | undefined, number>();
    let count = 0;
    this.leaves = blocks.map((block) => {
      if (!isKept(block)) return count++;
      const layer = block.tensor?.layer;
      const leaf = ofLayer.get(layer) ?? count++;
      ofLayer.set(layer, leaf);
      return leaf;
    });
    this.half = 2 ** Math.ceil(Math.log2(Math.max(1, count)));
    this.nodes = new Float64Array(2 * this.half);
    blocks.forEach((block, index) => this.change(index, block.sectors * sectorBytes));
  }

  /** What the slots take now. */
  get bytes(): number {
    return this.nodes[1] ?? 0;
  }

  /** The block stays in RAM from now on. */
  stays(index: number): void {
    this.change(index, -(this.blocks[index]?.sectors ?? 0) * sectorBytes);
  }

  private change(index: number, bytes: number): void {
    const { nodes } = this;
    let node = this.half + (this.leaves[index] ?? 0);
    nodes[node] = (nodes[node] ?? 0) + bytes;
    for (node >>= 1; node >= 1; node >>= 1) {
      nodes[node] = Math.max(nodes[2 * node] ?? 0, nodes[2 * node + 1] ?? 0);
    }
  }
}
