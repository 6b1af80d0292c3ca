import type { ByteSource } from '../../../disc/byteSource';
import { FormatError } from '../../formatError';
import { blockValues, formatBytes, storedRows, type FloatFormat } from '../floatFormats';
import type { SourceTensor } from '../tensorSet';
import { Cursor } from './cursor';
import { readValue, type GgufValue } from './metadata';

export interface GgufFile {
  readonly label: string;
  readonly metadata: ReadonlyMap<string, GgufValue>;
  readonly tensors: ReadonlyMap<string, SourceTensor>;
}

/** Codes of GGML's types that can be read. */
const formats: ReadonlyMap<number, FloatFormat> = new Map([
  [0, 'f32'],
  [1, 'f16'],
  [2, 'q4_0'],
  [8, 'q8_0'],
  [30, 'bf16'],
]);
const advice = 'not a GGUF file, or damaged';

/**
 * Reads the header of a GGUF file (version 2 or 3, little-endian): magic, version, u64 counts of tensors and of
 * metadata; the metadata; for each tensor name, dimensions (columns first), type and offset; then the data at the
 * next multiple of `general.alignment`.
 * @throws FormatError with the offset of the invalid field.
 */
export async function readGguf(source: ByteSource, label: string): Promise<GgufFile> {
  const cursor = new Cursor(source, label, advice);
  if ((await cursor.u32()) !== 0x46554747) throw cursor.fail('magic', 'another', '"GGUF"', 0);
  const version = await cursor.u32();
  if (version !== 2 && version !== 3) throw cursor.fail('version', String(version), '2 or 3', 4);
  const tensorCount = await cursor.u64();
  const metadataCount = await cursor.u64();
  // The shortest entries have 13 and 24 bytes.
  if (tensorCount * 24 + metadataCount * 13 > cursor.left) {
    throw cursor.fail(
      'the counts of tensors and metadata',
      `${tensorCount} and ${metadataCount}`,
      'counts that fit the file',
      8,
    );
  }
  const metadata = new Map<string, GgufValue>();
  for (let i = 0; i < metadataCount; i++) {
    const key = await cursor.string();
    const value = await readValue(cursor, key);
    if (value !== undefined) metadata.set(key, value);
  }
  const entries: Entry[] = [];
  for (let i = 0; i < tensorCount; i++) entries.push(await readEntry(cursor));
  const alignment = metadata.get('general.alignment') ?? 32;
  if (typeof alignment !== 'number' || !Number.isInteger(alignment) || alignment < 1) {
    throw cursor.fail('general.alignment', JSON.stringify(alignment), 'a positive number');
  }
  const start = Math.ceil(cursor.offset / alignment) * alignment;
  const tensors = new Map(entries.map((entry) => [entry.name, tensorOf(source, label, start, entry)]));
  return { label, metadata, tensors };
}

interface Entry {
  readonly name: string;
  /** Rows first. */
  readonly shape: readonly number[];
  readonly type: number;
  readonly offset: number;
}

async function readEntry(cursor: Cursor): Promise<Entry> {
  const name = await cursor.string();
  const dimensions = await cursor.u32();
  if (dimensions < 1 || dimensions > 4) {
    throw cursor.fail(`the number of dimensions of ${name}`, String(dimensions), '1 to 4', cursor.offset - 4);
  }
  const shape: number[] = [];
  for (let i = 0; i < dimensions; i++) shape.unshift(await cursor.u64());
  return { name, shape, type: await cursor.u32(), offset: await cursor.u64() };
}

function tensorOf(
  source: ByteSource,
  label: string,
  start: number,
  { name, shape, type, offset }: Entry,
): SourceTensor {
  const fail = (field: string, found: string, expected: string, help: string): FormatError =>
    new FormatError({ label, field: `${field} of ${name}`, found, expected, advice: help });
  const format = formats.get(type);
  if (format === undefined) {
    throw fail(
      'the type',
      `${type} of GGML`,
      'F32, F16, BF16, Q8_0 or Q4_0',
      'convert from a GGUF file of one of these types; F16 loses least',
    );
  }
  const cols = shape.at(-1) ?? 1;
  if (cols % blockValues(format) !== 0) {
    throw fail('the columns', String(cols), `a multiple of ${blockValues(format)}`, advice);
  }
  const bytes = formatBytes(
    format,
    shape.reduce((product, size) => product * size, 1),
  );
  if (start + offset + bytes > source.size) {
    throw fail(
      'the data',
      `${bytes} bytes from offset ${start + offset} on`,
      `inside the ${source.size} bytes of the file`,
      'the file is truncated or damaged; copy or download it again',
    );
  }
  return { name, shape, read: storedRows(source, start + offset, cols, format) };
}
