import type { Graph, Tensor } from '../graph';

function bytesOf(tensor: Tensor): number {
  return tensor.rows * tensor.cols * 4;
}

/** a + b. */
export function add(graph: Graph, a: Tensor, b: Tensor): Tensor {
  const { kernels } = graph;
  const output = graph.tensor(a.rows, a.cols);
  const bytes = bytesOf(output);
  graph.add({
    forward: () => kernels.add(a.data, b.data, output.data, bytes),
    backward() {
      kernels.add(a.grad, output.grad, a.grad, bytes);
      kernels.add(b.grad, output.grad, b.grad, bytes);
    },
  });
  return output;
}

/** a · sigmoid(a) · b. */
export function swiglu(graph: Graph, a: Tensor, b: Tensor): Tensor {
  const { kernels } = graph;
  const output = graph.tensor(a.rows, a.cols);
  const bytes = bytesOf(output);
  graph.add({
    forward: () => kernels.swiglu(a.data, b.data, output.data, bytes),
    backward: () => kernels.swigluBackward(a.data, b.data, output.grad, a.grad, b.grad, bytes),
  });
  return output;
}

/** The sum of the inputs, each times its weight: input j has the weight at row `row`, column j of `weights`. */
export function mix(
  graph: Graph,
  weights: Tensor,
  row: number,
  inputs: readonly [Tensor, ...Tensor[]],
): Tensor {
  const { kernels, arena } = graph;
  const output = graph.tensor(inputs[0].rows, inputs[0].cols);
  const bytes = bytesOf(output);
  const offset = row * weights.cols * 4;
  graph.add({
    forward() {
      const factors = arena.floats(weights.data + offset, inputs.length);
      graph.data(output).fill(0);
      inputs.forEach((input, j) => kernels.addScaled(output.data, input.data, bytes, factors[j] ?? 0));
    },
    backward() {
      const factors = arena.floats(weights.data + offset, inputs.length);
      const gradients = arena.floats(weights.grad + offset, inputs.length);
      inputs.forEach((input, j) => {
        kernels.addScaled(input.grad, output.grad, bytes, factors[j] ?? 0);
        gradients[j] = (gradients[j] ?? 0) + kernels.dot(input.data, output.grad, bytes);
      });
    },
  });
  return output;
}
