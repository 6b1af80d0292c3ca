import type { Graph, Tensor } from '../graph';
import { panelBytes } from '../kernels/gemm';

export interface AttentionShape {
  readonly heads: number;
  readonly kvHeads: number;
  /** Rows of each sequence; a multiple of 8. */
  readonly positions: number;
}

/** Query rows per chunk, so that masked scores are not computed. */
const chunk = 32;

/** Causal attention with grouped queries: q [rows][heads · headDim], k and v [rows][kvHeads · headDim]. */
export function attention(graph: Graph, q: Tensor, k: Tensor, v: Tensor, shape: AttentionShape): Tensor {
  const { kernels, arena } = graph;
  const { heads, kvHeads, positions } = shape;
  const headDim = q.cols / heads;
  const scale = 1 / Math.sqrt(headDim);
  const sequences = q.rows / positions;
  const output = graph.tensor(q.rows, q.cols);
  const [qRow, kvRow, pRow] = [q.cols * 4, k.cols * 4, positions * 4];
  const probabilities = arena.allocate(sequences * heads * positions * positions);
  graph.needScratch(panelBytes / 4 + headDim * positions + 2 * chunk * positions);

  interface Piece {
    /** Offsets in bytes: of the chunk's queries, of the head's keys and values, of the chunk's probabilities. */
    readonly query: number;
    readonly key: number;
    readonly row: number;
    readonly first: number;
    readonly rows: number;
    /** Keys that are visible to the chunk. */
    readonly width: number;
  }
  const eachHead = (visit: (key: number, pieces: Piece[]) => void): void => {
    for (let sequence = 0; sequence < sequences; sequence++) {
      for (let head = 0; head < heads; head++) {
        const kvHead = Math.floor((head * kvHeads) / heads);
        const key = sequence * positions * kvRow + kvHead * headDim * 4;
        const pieces: Piece[] = [];
        for (let first = 0; first < positions; first += chunk) {
          const rows = Math.min(chunk, positions - first);
          pieces.push({
            query: (sequence * positions + first) * qRow + head * headDim * 4,
            key,
            row: probabilities + ((sequence * heads + head) * positions + first) * pRow,
            first,
            rows,
            width: first + rows,
          });
        }
        visit(key, pieces);
      }
    }
  };

  graph.add({
    forward() {
      const panel = graph.scratch();
      const turned = panel + panelBytes;
      eachHead((key, pieces) => {
        kernels.transpose(k.data + key, kvRow, turned, pRow, positions, headDim);
        for (const { query, row, first, rows, width } of pieces) {
          kernels.gemm(q.data + query, qRow, turned, pRow, row, pRow, rows, width, headDim, 0, panel);
          kernels.causalSoftmax(row, pRow, first, rows, width, scale);
          kernels.gemm(
            row,
            pRow,
            v.data + key,
            kvRow,
            output.data + query,
            qRow,
            rows,
            headDim,
            width,
            0,
            panel,
          );
        }
      });
    },
    backward() {
      const panel = graph.scratch();
      const turnedValues = panel + panelBytes;
      const dScores = turnedValues + headDim * pRow;
      const turned = dScores + chunk * pRow;
      const turnedRow = chunk * 4;
      eachHead((key, pieces) => {
        kernels.transpose(v.data + key, kvRow, turnedValues, pRow, positions, headDim);
        for (const { query, row, rows, width } of pieces) {
          const [dOut, queries, dQueries] = [output.grad + query, q.data + query, q.grad + query];
          kernels.gemm(dOut, qRow, turnedValues, pRow, dScores, pRow, rows, width, headDim, 0, panel);
          kernels.transpose(row, pRow, turned, turnedRow, rows, width);
          kernels.gemm(turned, turnedRow, dOut, qRow, v.grad + key, kvRow, width, headDim, rows, 1, panel);
          kernels.softmaxBackward(row, dScores, pRow, pRow, rows, width, scale);
          kernels.gemm(dScores, pRow, k.data + key, kvRow, dQueries, qRow, rows, headDim, width, 1, panel);
          kernels.transpose(dScores, pRow, turned, turnedRow, rows, width);
          kernels.gemm(turned, turnedRow, queries, qRow, k.grad + key, kvRow, width, headDim, rows, 1, panel);
        }
      });
    },
  });
  return output;
}
