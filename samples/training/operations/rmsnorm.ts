import type { Graph, Tensor } from '../graph';

/** x / √(mean of squares of its row + epsilon) times the weights w [1][cols]. */
export function rmsnorm(graph: Graph, x: Tensor, w: Tensor, epsilon: number): Tensor {
  const { kernels, arena } = graph;
  const output = graph.tensor(x.rows, x.cols);
  const scales = arena.allocate(x.rows);
  graph.add({
    forward: () => kernels.rmsnorm(x.data, w.data, output.data, scales, x.rows, x.cols, epsilon),
    backward: () =>
      kernels.rmsnormBackward(x.data, w.data, scales, output.grad, x.grad, w.grad, x.rows, x.cols),
  });
  return output;
}
