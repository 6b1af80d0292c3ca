import type { Graph, Tensor } from '../graph';

/** The loss of a batch, after `forward`. */
export interface Loss {
  /** Address of int32 targets, one per row; below 0 means no target. */
  readonly targets: number;
  /** −log of the probability of each row's target, in nats; 0 without a target. */
  losses(): Float64Array;
}

/** A tensor for logits that the loss overwrites with their gradient, so that the widest tensor is in memory once. */
export function logitsTensor(graph: Graph, rows: number, cols: number): Tensor {
  const data = graph.arena.allocate(rows * cols);
  return { rows, cols, data, grad: data };
}

/** Mean cross entropy of the softmax of `logits`, made by `logitsTensor`. */
export function crossEntropy(graph: Graph, logits: Tensor): Loss {
  const { arena, kernels } = graph;
  const { rows, cols } = logits;
  const [targets, rest, sums] = [arena.allocate(rows), arena.allocate(rows), arena.allocate(rows)];
  graph.add({
    forward() {
      const asked = arena.integers(targets, rows).reduce((count, id) => count + (id < 0 ? 0 : 1), 0);
      kernels.crossEntropy(logits.data, targets, rest, sums, rows, cols, 1 / Math.max(asked, 1));
    },
    backward: () => undefined,
  });
  return {
    targets,
    losses() {
      const [sum, difference] = [arena.floats(sums, rows), arena.floats(rest, rows)];
      return Float64Array.from(sum, (value, row) => Math.log(value) + (difference[row] ?? 0));
    },
  };
}
