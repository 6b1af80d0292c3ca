import type { TensorType } from '../../model/model';

/** Something with rows and columns that a person can look into: a buffer, a row of one, a matrix. */
export interface TensorView {
  /** An expression that names it. */
  readonly name: string;
  /** `i16`: read as the integers times the scales of their heads. */
  readonly type: TensorType | 'i32' | 'i16';
  /** It has one dimension: `rows` is 1 and an index picks a value, not a row. */
  readonly isVector: boolean;
  readonly rows: number;
  readonly cols: number;
  /** EE address of it; absent when it is not in RAM. */
  readonly address?: number;
  /** Bytes from one row to the next; absent where a row has no address of its own. */
  readonly stride?: number;
  /** Values of `count` rows from `row` on, row-major; a quantised value times the scale of its row or group. */
  read(row: number, count: number): Promise<Float64Array>;
}

/** `f32[4×256]`, `f32[256]` */
export function shapeOf({ type, isVector, rows, cols }: TensorView): string {
  return isVector ? `${type}[${cols}]` : `${type}[${rows}×${cols}]`;
}

/** One row of a view, as a view. @throws RangeError when there is no such row. */
export function rowOf(view: TensorView, row: number): TensorView {
  if (!Number.isInteger(row) || row < 0 || row >= view.rows) {
    throw new RangeError(`${view.name} has rows 0 to ${view.rows - 1}, so it has no row ${row}.`);
  }
  return {
    name: `${view.name}[${row}]`,
    type: view.type,
    isVector: true,
    rows: 1,
    cols: view.cols,
    ...(view.address !== undefined &&
      view.stride !== undefined && {
        address: view.address + row * view.stride,
        stride: view.stride,
      }),
    read: (_, count) => view.read(row, Math.min(count, 1)),
  };
}

/** Rows are read in pieces of about this many values, so that a large matrix never is in memory as a whole. */
const pieceValues = 65_536;

/** All values of a view in order, in pieces of whole rows. */
export async function* piecesOf(view: TensorView): AsyncGenerator<Float64Array> {
  const rows = Math.max(1, Math.floor(pieceValues / view.cols));
  for (let row = 0; row < view.rows; row += rows) {
    yield await view.read(row, Math.min(rows, view.rows - row));
  }
}
