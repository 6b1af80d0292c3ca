import { ropeTables } from '../../../model/plan/rope';
import type { Graph, Tensor } from '../graph';

/** Tables for `rope`, one row of `cols` values for each position; see the kernel. */
export interface RopeTables {
  readonly cos: number;
  readonly sin: number;
  readonly cols: number;
  readonly positions: number;
}

/** The angles of the plan (model/plan/rope.ts), once for each element of all heads. */
export function makeRopeTables(
  graph: Graph,
  cols: number,
  headDim: number,
  positions: number,
  theta: number,
): RopeTables {
  const table = ropeTables(positions, headDim, theta);
  const [cos, sin] = [graph.arena.allocate(positions * cols), graph.arena.allocate(positions * cols)];
  const cosines = graph.arena.floats(cos, positions * cols);
  const sines = graph.arena.floats(sin, positions * cols);
  for (let position = 0; position < positions; position++) {
    for (let i = 0; i < cols; i++) {
      const at = position * (headDim / 2) + Math.floor((i % headDim) / 2);
      cosines[position * cols + i] = table.cos[at] ?? 0;
      sines[position * cols + i] = (i % 2 === 0 ? -1 : 1) * (table.sin[at] ?? 0);
    }
  }
  return { cos, sin, cols, positions };
}

/** Rotates the adjacent pairs of each head by the angles of their row's position. */
export function rope(graph: Graph, x: Tensor, { cos, sin, cols, positions }: RopeTables): Tensor {
  const { kernels } = graph;
  const output = graph.tensor(x.rows, x.cols);
  graph.add({
    forward() {
      graph.data(output).fill(0);
      kernels.rope(x.data, output.data, cos, sin, cols * 4, x.rows, x.cols, positions, 1);
    },
    backward: () => kernels.rope(output.grad, x.grad, cos, sin, cols * 4, x.rows, x.cols, positions, -1),
  });
  return output;
}
