import type { RowReader } from './floatModel';

/**
 * Rows of wq or wk in the order of adjacent RoPE pairs, from a matrix in Hugging Face's order, where element i of a
 * head is paired with element i + headDim / 2: row 2i + j of a head is row i + j · headDim / 2 of the source.
 */
export function adjacentPairs(read: RowReader, cols: number, headDim: number): RowReader {
  return async (rowStart, rows) => {
    const firstHead = Math.floor(rowStart / headDim);
    const heads = Math.ceil((rowStart + rows) / headDim) - firstHead;
    const source = await read(firstHead * headDim, heads * headDim);
    const result = new Float32Array(rows * cols);
    for (let row = 0; row < rows; row++) {
      const inHeads = rowStart + row - firstHead * headDim;
      const within = inHeads % headDim;
      const from = inHeads - within + Math.floor(within / 2) + (within % 2) * (headDim / 2);
      result.set(source.subarray(from * cols, (from + 1) * cols), row * cols);
    }
    return result;
  };
}
