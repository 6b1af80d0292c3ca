import assert from 'node:assert/strict';
import { Graph, type Tensor } from '../../../samples/training/graph';
import { attention } from '../../../samples/training/operations/attention';
import { crossEntropy, logitsTensor } from '../../../samples/training/operations/crossEntropy';
import { add, mix, swiglu } from '../../../samples/training/operations/elementwise';
import { embed } from '../../../samples/training/operations/embed';
import { matmul } from '../../../samples/training/operations/matmul';
import { rmsnorm } from '../../../samples/training/operations/rmsnorm';
import { makeRopeTables, rope } from '../../../samples/training/operations/rope';
import { Random } from '../../../samples/training/random';
import { checkGradients } from './finiteDifferences';

describe('samples/training: gradients by finite differences', () => {
  let graph: Graph;
  beforeEach(async () => {
    graph = await Graph.create();
  });

  it('matmul', () => {
    const [x, w] = [graph.tensor(12, 16), graph.tensor(24, 16)];
    checkGradients(graph, [x, w], matmul(graph, x, w));
  });

  it('matmul over more rows than a panel holds', () => {
    const [x, w] = [graph.tensor(520, 8), graph.tensor(8, 8)];
    checkGradients(graph, [x, w], matmul(graph, x, w));
  });

  it('add', () => {
    const [a, b] = [graph.tensor(4, 8), graph.tensor(4, 8)];
    checkGradients(graph, [a, b], add(graph, a, b));
  });

  it('add, of a tensor that two operations use', () => {
    const a = graph.tensor(4, 8);
    checkGradients(graph, [a], add(graph, add(graph, a, a), a));
  });

  it('swiglu', () => {
    const [a, b] = [graph.tensor(4, 8), graph.tensor(4, 8)];
    checkGradients(graph, [a, b], swiglu(graph, a, b));
  });

  it('mix, inputs and weights', () => {
    const inputs: [Tensor, Tensor, Tensor] = [graph.tensor(4, 8), graph.tensor(4, 8), graph.tensor(4, 8)];
    const weights = graph.tensor(2, 8);
    checkGradients(graph, [...inputs, weights], mix(graph, weights, 1, inputs));
  });

  it('rmsnorm', () => {
    const [x, w] = [graph.tensor(8, 16), graph.tensor(1, 16)];
    checkGradients(graph, [x, w], rmsnorm(graph, x, w, 1e-5));
  });

  it('rope', () => {
    const x = graph.tensor(16, 16);
    checkGradients(graph, [x], rope(graph, x, makeRopeTables(graph, 32, 8, 8, 10000)));
  });

  it('attention with grouped queries, over more rows than a chunk', () => {
    const [q, k, v] = [graph.tensor(96, 32), graph.tensor(96, 16), graph.tensor(96, 16)];
    checkGradients(graph, [q, k, v], attention(graph, q, k, v, { heads: 4, kvHeads: 2, positions: 48 }));
  });

  it('embed, table and registers', () => {
    const [embedding, registers] = [graph.tensor(6, 8), graph.tensor(2, 8)];
    const tokens = graph.arena.allocate(8);
    graph.arena.integers(tokens, 8).set([0, 5, 5, 2, 1, 3, 0, 0]);
    checkGradients(graph, [embedding, registers], embed(graph, embedding, registers, tokens, 2, 6));
  });

  it('cross entropy, with rows that ask for nothing', () => {
    const logits = logitsTensor(graph, 4, 16);
    const loss = crossEntropy(graph, logits);
    const random = new Random(3);
    const values = Float32Array.from({ length: 64 }, () => 2 * random.normal());
    graph.arena.integers(loss.targets, 4).set([3, -1, 15, 0]);
    const at = (changed: number, by: number): number => {
      graph.data(logits).set(values);
      graph.data(logits)[changed] = (values[changed] ?? 0) + by;
      graph.forward();
      return loss.losses().reduce((sum, value) => sum + value, 0) / 3;
    };
    for (let i = 0; i < 64; i++) {
      const difference = (at(i, 1 / 256) - at(i, -1 / 256)) * 128;
      at(i, 0);
      const computed = graph.data(logits)[i] ?? 0;
      assert.ok(Math.abs(difference - computed) < 1e-3, `logit ${i}: ${computed}, ${difference}`);
    }
    assert.equal(loss.losses()[1], 0);
  });
});
