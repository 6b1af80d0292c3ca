import assert from 'node:assert/strict';
import type { Graph, Tensor } from '../../../samples/training/graph';
import { Random } from '../../../samples/training/random';

const step = 1 / 128;

/**
 * Holds the gradients that an operation computes against differences of its own results: the loss is the sum of the
 * output, each value times a random factor.
 * @param output what the graph's operation wrote last.
 */
export function checkGradients(
  graph: Graph,
  inputs: readonly Tensor[],
  output: Tensor,
  tolerance = 4e-3,
): void {
  const random = new Random(7);
  const factors = Float32Array.from({ length: output.rows * output.cols }, () => random.normal());
  const loss = (): number => {
    graph.forward();
    return graph.data(output).reduce((sum, value, i) => sum + value * (factors[i] ?? 0), 0);
  };
  for (const input of inputs) graph.data(input).forEach((_, i, all) => (all[i] = random.normal()));
  loss();
  // What only the graph's own `backward` would do: it begins with the gradient of the loss, not of the output.
  seedGradient(graph, output, factors);
  inputs.forEach((input, which) => {
    const computed = graph.grad(input).slice();
    const largest = Math.max(1, ...computed.map(Math.abs));
    for (let trial = 0; trial < 40; trial++) {
      const i = random.below(computed.length);
      const original = graph.data(input)[i] ?? 0;
      const at = (value: number): number => {
        graph.data(input)[i] = value;
        return loss();
      };
      const difference = (at(original + step) - at(original - step)) / (2 * step);
      graph.data(input)[i] = original;
      const error = Math.abs(difference - (computed[i] ?? 0)) / largest;
      assert.ok(
        error < tolerance,
        `input ${which}, value ${i}: computed ${computed[i]}, by differences ${difference}`,
      );
    }
  });
}

/** Runs `backward` with the gradient of the output given. */
function seedGradient(graph: Graph, output: Tensor, factors: Float32Array): void {
  graph.add({
    forward: () => undefined,
    backward: () => graph.grad(output).set(factors),
  });
  graph.backward();
}
