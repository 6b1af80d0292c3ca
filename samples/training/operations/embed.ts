import type { Graph, Tensor } from '../graph';

/**
 * Rows of the residual stream for sequences of `positions` rows: first the model registers, then the embeddings of
 * the tokens.
 * @param tokens address of int32 ids, [sequences][positions − registers.rows].
 */
export function embed(
  graph: Graph,
  embedding: Tensor,
  registers: Tensor | undefined,
  tokens: number,
  sequences: number,
  positions: number,
): Tensor {
  const { arena, kernels } = graph;
  const { cols } = embedding;
  const lead = registers?.rows ?? 0;
  const texts = positions - lead;
  const output = graph.tensor(sequences * positions, cols);
  const bytes = cols * 4;
  /** Calls back with each row of the output, and its source tensor and row. */
  const each = (visit: (row: number, source: Tensor, sourceRow: number) => void): void => {
    const ids = arena.integers(tokens, sequences * texts);
    for (let row = 0; row < output.rows; row++) {
      const position = row % positions;
      const sequence = (row - position) / positions;
      if (registers !== undefined && position < lead) visit(row, registers, position);
      else visit(row, embedding, ids[sequence * texts + position - lead] ?? 0);
    }
  };
  graph.add({
    forward() {
      const memory = new Uint8Array(arena.memory.buffer);
      each((row, source, from) => {
        const start = source.data + from * bytes;
        memory.copyWithin(output.data + row * bytes, start, start + bytes);
      });
    },
    backward: () =>
      each((row, source, from) => {
        kernels.addScaled(source.grad + from * bytes, output.grad + row * bytes, bytes, 1);
      }),
  });
  return output;
}
