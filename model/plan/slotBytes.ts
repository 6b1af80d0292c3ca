import type { Block } from './weightsLayout';
import { sectorBytes } from './units';

/** Whether a block stays in its slot until all layers that share it have run. */
export type IsKept = (block: Block) => boolean;

/**
 * The size of the stream slots while blocks, one after another, become resident and no longer need a slot. All blocks
 * share one slot, except that a layer that is read once has one for each of its blocks. The cost of each change is
 * logarithmic in the number of blocks.
 */
export class SlotBytes {
  /** The leaf of each block: its own, or that of its layer if the layer is read once. */
  private readonly leaves: readonly number[];
  /** A tree of maxima: node `i` is the maximum of `2 i` and `2 i + 1`; the leaves are the second half. */
  private readonly nodes: Float64Array;
  private readonly half: number;

  /** @param blocks all of them; none is resident yet. */
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

  /** The current size of the slots. */
  get bytes(): number {
    return this.nodes[1] ?? 0;
  }

  /** Marks a block as resident. */
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
