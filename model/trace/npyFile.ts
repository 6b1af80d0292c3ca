import { viewOf } from '../../common/littleEndian';

/** An array of a NumPy file, as rows. */
interface NpyArray {
  readonly rows: number;
  readonly cols: number;
  /** Row-major. */
  readonly values: Float64Array;
}

const readers: Readonly<Record<string, { bytes: number; read: (view: DataView, at: number) => number }>> = {
  '<f4': { bytes: 4, read: (view, at) => view.getFloat32(at, true) },
  '<f8': { bytes: 8, read: (view, at) => view.getFloat64(at, true) },
  '<i4': { bytes: 4, read: (view, at) => view.getInt32(at, true) },
  '<i2': { bytes: 2, read: (view, at) => view.getInt16(at, true) },
  '|i1': { bytes: 1, read: (view, at) => view.getInt8(at) },
};

/**
 * Reads a NumPy file, format 1.0 to 3.0: one or two dimensions of numbers, little-endian, in C order.
 * @param label the file's name in messages.
 * @throws Error with a sentence for the user.
 */
export function parseNpy(bytes: Uint8Array, label: string): NpyArray {
  const view = viewOf(bytes);
  const isNpy =
    bytes.length >= 12 && bytes[0] === 0x93 && new TextDecoder().decode(bytes.subarray(1, 6)) === 'NUMPY';
  if (!isNpy) throw new Error(`${label} is not a NumPy file: it does not begin with \\x93NUMPY.`);
  const start = bytes[6] === 1 ? 10 : 12;
  const length = bytes[6] === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  const header = new TextDecoder().decode(bytes.subarray(start, start + Math.min(length, 4096)));
  const type = /'descr':\s*'([^']*)'/.exec(header)?.[1] ?? '';
  const shape = /'shape':\s*\(([\d,\s]*)\)/.exec(header)?.[1];
  const reader = Object.hasOwn(readers, type) ? readers[type] : undefined;
  if (!reader)
    throw new Error(
      `${label} has values of type "${type}", expected one of ${Object.keys(readers).join(', ')}.`,
    );
  if (/'fortran_order':\s*True/.test(header))
    throw new Error(`${label} is in Fortran order, expected C order: save np.ascontiguousarray(x).`);
  const sizes = (shape ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '')
    .map(Number);
  if (shape === undefined || sizes.length > 2)
    throw new Error(`${label} has the shape (${shape ?? '?'}), expected one or two dimensions.`);
  const [rows, cols] = sizes.length === 2 ? sizes : [1, sizes[0] ?? 1];
  const count = (rows ?? 1) * (cols ?? 1);
  const data = start + length;
  if (bytes.length < data + count * reader.bytes) {
    throw new Error(
      `${label} ends after ${bytes.length} bytes, expected ${data + count * reader.bytes} for the shape (${shape}).`,
    );
  }
  const values = Float64Array.from({ length: count }, (_, i) => reader.read(view, data + i * reader.bytes));
  return { rows: rows ?? 1, cols: cols ?? 1, values };
}
