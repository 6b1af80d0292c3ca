import type { TensorType } from '../../model/model';
import { reportedBytes, type ReportedType } from '../../model/plan/plan';

/** A tensor with rows and columns that can be inspected: a buffer, a row of one, or a matrix. */
export interface TensorView {
  /** An expression that names it. */
  readonly name: string;
  /** `i16`: the integers times the scales of their heads. `f64`: computed by an expression. */
  readonly type: TensorType | 'i32' | 'i16' | 'f64' | ReportedType;
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
  /** The values of the same rows at the last stop, if they were read there. */
  readonly before?: (row: number, count: number) => Float64Array;
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
    ...withBefore(view, (before) => () => before(row, 1)),
  };
}

/** The rows `from` … `to` − 1 and the columns `first` … `end` − 1 of a view, as a view. They must exist. */
export function partOf(
  view: TensorView,
  name: string,
  { from, to, first, end }: { from: number; to: number; first: number; end: number },
): TensorView {
  const cols = end - first;
  const cut = (values: Float64Array): Float64Array => {
    if (cols === view.cols) return values;
    const rows = values.length / view.cols;
    const part = new Float64Array(rows * cols);
    for (let row = 0; row < rows; row++)
      part.set(values.subarray(row * view.cols + first, row * view.cols + end), row * cols);
    return part;
  };
  const { address, stride, type } = view;
  const bytes = elementBytes(type);
  const isAddressed = address !== undefined && stride !== undefined;
  return {
    name,
    type,
    isVector: view.isVector,
    rows: to - from,
    cols,
    ...(isAddressed &&
      (first === 0 || bytes !== undefined) && {
        address: address + from * stride + first * (bytes ?? 0),
        stride,
      }),
    read: async (row, count) => cut(await view.read(from + row, count)),
    ...withBefore(view, (before) => (row, count) => cut(before(from + row, count))),
  };
}

/** Bytes of a value that lies in memory by itself; undefined if it is packed or scaled. */
function elementBytes(type: TensorView['type']): number | undefined {
  if (type === 'f32' || type === 'i32') return 4;
  return Object.hasOwn(reportedBytes, type) ? reportedBytes[type as ReportedType] : undefined;
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

function withBefore(
  { before }: TensorView,
  of: (before: NonNullable<TensorView['before']>) => NonNullable<TensorView['before']>,
): Pick<TensorView, 'before'> {
  return before === undefined ? {} : { before: of(before) };
}
