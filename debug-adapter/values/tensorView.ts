import type { TensorType } from '../../model/model';
import type { ReportedType } from '../../model/plan/plan';

/** A tensor with rows and columns that can be inspected: a buffer, a row of one, or a matrix. */
export interface TensorView {
  /** An expression that names it. */
  readonly name: string;
  /** `i16`: the integers times the scales of their heads. */
  readonly type: TensorType | 'i32' | 'i16' | ReportedType;
  /** It has one dimension: `rows` is 1 and an index selects a value, not a row. */
  readonly isVector: boolean;
  readonly rows: number;
  readonly cols: number;
  /** Its EE address; absent if it is not in RAM. */
  readonly address?: number;
  /** Bytes from one row to the next; absent if rows have no address of their own. */
  readonly stride?: number;
  /** Values of `count` rows starting at `row`, row-major. Quantised values are multiplied by their scale. */
  read(row: number, count: number): Promise<Float64Array>;
}

/** `f32[4×256]`, `f32[256]` */
export function shapeOf({ type, isVector, rows, cols }: TensorView): string {
  return isVector ? `${type}[${cols}]` : `${type}[${rows}×${cols}]`;
}

/** One row of a view, as a view. @throws RangeError when the row does not exist. */
export function rowOf(view: TensorView, row: number): TensorView {
  if (!Number.isInteger(row) || row < 0 || row >= view.rows) {
    throw new RangeError(`${view.name} has no row ${row}: it has rows 0 to ${view.rows - 1}.`);
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

/** Rows are read in pieces of about this many values, so that a large matrix is never in memory as a whole. */
const pieceValues = 65_536;

/** All values of a view in order, in pieces of whole rows. */
export async function* piecesOf(view: TensorView): AsyncGenerator<Float64Array> {
  const rows = Math.max(1, Math.floor(pieceValues / view.cols));
  for (let row = 0; row < view.rows; row += rows) {
    yield await view.read(row, Math.min(rows, view.rows - row));
  }
}
