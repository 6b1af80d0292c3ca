import type { RowReader } from '../floatModel';

/** Values that are in memory at a time while the scale is computed. */
const pieceValues = 1 << 18;

/**
 * The rows of a matrix that its model rounds before use: −1, 0 or 1 times one scale, mean(|w|) + 1e-8 over the whole
 * matrix. It is computed at the first read.
 */
export function roundedRows(read: RowReader, rows: number, cols: number): RowReader {
  let scale: Promise<number> | undefined;
  return async (rowStart, count) => {
    scale ??= scaleOfAll(read, rows, cols);
    const size = await scale;
    const values = await read(rowStart, count);
    // + 0 because an integer cannot be −0.
    return values.map((value) => Math.max(-1, Math.min(1, halfToEven(Math.fround(value / size)))) * size + 0);
  };
}

async function scaleOfAll(read: RowReader, rows: number, cols: number): Promise<number> {
  let sum = 0;
  const step = Math.max(1, Math.floor(pieceValues / cols));
  for (let row = 0; row < rows; row += step) {
    for (const value of await read(row, Math.min(step, rows - row))) sum += Math.abs(value);
  }
  return Math.fround(Math.fround(sum / (rows * cols)) + 1e-8);
}

/** Rounds as IEEE and PyTorch do: halves to the even neighbour. Larger values are clamped. */
function halfToEven(value: number): number {
  return Math.abs(value) === 0.5 ? 0 : Math.round(value);
}
