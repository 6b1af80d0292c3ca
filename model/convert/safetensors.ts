import type { ByteSource } from '../../disc/byteSource';
import { FormatError } from '../formatError';
import { JsonValue } from '../json';
import { checkNoPlaceholder } from '../placeholder';
import { viewOf } from '../../common/littleEndian';
import { formatBytes, storedRows, type FloatFormat } from './floatFormats';
import type { SourceTensor } from './tensorSet';
import { lookUp } from '../../common/lookUp';

const advice = 'not a safetensors file, or damaged';
const dtypes: Readonly<Record<string, FloatFormat>> = { F32: 'f32', F16: 'f16', BF16: 'bf16' };
/** The header of a model with ten thousand tensors has about 1 MB. The format's own limit is 100 MB. */
const mostHeaderBytes = 16 << 20;

/**
 * The tensors of a safetensors file: u64 length of a JSON header, the header (name → dtype, shape and range of
 * bytes after the header), the data.
 * @throws FormatError when the file is damaged.
 */
export async function readSafetensors(source: ByteSource, label: string): Promise<SourceTensor[]> {
  await checkNoPlaceholder(source, label);
  const length = source.size < 8 ? -1 : Number(viewOf(await source.read(0, 8)).getBigUint64(0, true));
  if (length < 2 || length > source.size - 8 || length > mostHeaderBytes) {
    throw new FormatError({
      label,
      field: 'the length of the header',
      offset: 0,
      found: length < 0 ? 'truncated' : String(length),
      expected: `2 to ${Math.min(Math.max(source.size - 8, 2), mostHeaderBytes)} bytes`,
      advice,
    });
  }
  const text = new TextDecoder().decode(await source.read(8, length));
  const tensors: SourceTensor[] = [];
  for (const [name, entry] of JsonValue.parse(text, label, advice).entries()) {
    if (name !== '__metadata__') tensors.push(readEntry(source, label, 8 + length, name, entry));
  }
  return tensors;
}

function readEntry(
  source: ByteSource,
  label: string,
  dataStart: number,
  name: string,
  entry: JsonValue,
): SourceTensor {
  const dtype = entry.get('dtype').string();
  const shape = entry
    .get('shape')
    .items()
    .map((item) => item.count());
  const [start = 0, end = 0] = entry
    .get('data_offsets')
    .items()
    .map((item) => item.count());
  const format = lookUp(dtypes, dtype);
  const cols = shape.at(-1) ?? 1;
  const count = shape.reduce((product, size) => product * size, 1);
  if (format === undefined) {
    // A file may contain counters and masks of other types; only a tensor that is used must be of a known type.
    const problem = new FormatError({
      label,
      field: `the dtype of ${name}`,
      found: JSON.stringify(dtype),
      expected: Object.keys(dtypes).join(', '),
      advice: 'save the model in one of these types',
    });
    return { name, shape, read: () => Promise.reject(problem), problem };
  }
  if (end - start !== formatBytes(format, count) || dataStart + end > source.size) {
    throw new FormatError({
      label,
      field: `data_offsets of ${name}`,
      found: `${start} to ${end}`,
      expected: `${formatBytes(format, count)} bytes, inside the ${source.size - dataStart} bytes of data`,
      advice: 'the file is truncated or damaged; copy or download it again',
    });
  }
  return { name, shape, read: storedRows(source, dataStart + start, cols, format) };
}
