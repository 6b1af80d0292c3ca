import type { ByteSource } from '../../../disc/byteSource';
import { FormatError } from '../../formatError';
import { formatBytes, storedRows, type FloatFormat } from '../floatFormats';
import type { RowReader } from '../floatModel';
import type { SourceTensor } from '../tensorSet';
import type { StoredTensor } from './values';
import { lookUp } from '../../../common/lookUp';

const formats: Readonly<Record<string, FloatFormat>> = {
  FloatStorage: 'f32',
  HalfStorage: 'f16',
  BFloat16Storage: 'bf16',
};

/** The numbers of a storage by its key. @throws FormatError when the archive does not have them. */
export type OpenStorage = (key: string) => Promise<ByteSource>;

/** A tensor of a state dict; its numbers stay in the archive. @throws FormatError when it reaches beyond its storage. */
export async function sourceTensor(
  label: string,
  name: string,
  { storage, offset, shape, strides }: StoredTensor,
  open: OpenStorage,
): Promise<SourceTensor> {
  const fail = (field: string, found: string, expected: string, advice: string): FormatError =>
    new FormatError({ label, field: `${field} of ${name}`, found, expected, advice });
  const format = lookUp(formats, storage.type);
  if (format === undefined) {
    // A checkpoint has counters of other types; only a tensor that is used must be of a known one.
    const problem = fail(
      'the type',
      storage.type.replace(/Storage$/, ''),
      'Float, Half or BFloat16',
      'save the model in one of these types',
    );
    return { name, shape, read: () => Promise.reject(problem), problem };
  }
  const count = shape.reduce((product, size) => product * size, 1);
  const last = shape.reduce((sum, size, i) => sum + (size - 1) * (strides[i] ?? 0), offset);
  const source = await open(storage.key);
  if (count > 0 && (last >= storage.count || formatBytes(format, storage.count) > source.size)) {
    throw fail(
      'the numbers',
      `up to number ${last} of a storage of ${Math.min(storage.count, Math.floor(source.size / formatBytes(format, 1)))}`,
      'inside the storage',
      'the file is truncated or damaged; copy or download it again',
    );
  }
  return { name, shape, read: rowsOf(source, format, offset, shape, strides) };
}

function rowsOf(
  source: ByteSource,
  format: FloatFormat,
  offset: number,
  shape: readonly number[],
  strides: readonly number[],
): RowReader {
  const cols = shape.at(-1) ?? 1;
  // Numbers of one column: any place of the storage can be the first of a row.
  const numbers = storedRows(source, 0, 1, format);
  const isPlain = strides.every((stride, i) => shape[i] === 1 || stride === product(shape.slice(i + 1)));
  if (isPlain) return (rowStart, rows) => numbers(offset + rowStart * cols, rows * cols);
  const [outer, inner] = [shape.slice(0, -1), strides.at(-1) ?? 1];
  return async (rowStart, rows) => {
    const result = new Float32Array(rows * cols);
    for (let row = 0; row < rows; row++) {
      let at = offset;
      for (let i = outer.length - 1, rest = rowStart + row; i >= 0; i--) {
        const size = outer[i] ?? 1;
        at += (rest % size) * (strides[i] ?? 0);
        rest = Math.floor(rest / size);
      }
      const values = await numbers(at, (cols - 1) * inner + 1);
      for (let col = 0; col < cols; col++) result[row * cols + col] = values[col * inner] ?? 0;
    }
    return result;
  };
}

const product = (sizes: readonly number[]): number => sizes.reduce((all, size) => all * size, 1);
