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

/** The names of other types, by their codes in GGML. */
const otherTypes: ReadonlyMap<number, string> = new Map([
  [3, 'Q4_1'],
  [6, 'Q5_0'],
  [7, 'Q5_1'],
  [9, 'Q8_1'],
  [10, 'Q2_K'],
  [11, 'Q3_K'],
  [12, 'Q4_K'],
  [13, 'Q5_K'],
  [14, 'Q6_K'],
  [15, 'Q8_K'],
  [16, 'IQ2_XXS'],
  [17, 'IQ2_XS'],
  [18, 'IQ3_XXS'],
  [19, 'IQ1_S'],
  [20, 'IQ4_NL'],
  [21, 'IQ3_S'],
  [22, 'IQ2_S'],
  [23, 'IQ4_XS'],
  [29, 'IQ1_M'],
  [34, 'TQ1_0'],
  [35, 'TQ2_0'],
  [39, 'MXFP4'],
]);
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
  if (version !== 2 && version !== 3) throw wrongVersion(label, version);
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

/** Big-endian files have the same magic; their version reads as its bytes in reverse. */
function wrongVersion(label: string, version: number): FormatError {
  const isReversed = version === 0x0200_0000 || version === 0x0300_0000;
  return new FormatError({
    label,
    field: 'version',
    offset: 4,
    found: isReversed ? `${version >>> 24} in big-endian byte order` : String(version),
    expected: isReversed ? 'a little-endian file' : '2 or 3',
    advice: isReversed
      ? "download the little-endian file, or turn it with llama.cpp's gguf_convert_endian.py"
      : version === 1
        ? 'the file is too old; convert the model to GGUF again'
        : advice,
  });
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
    const named = otherTypes.get(type);
    const problem = fail(
      'the type',
      named === undefined ? `${type} of GGML` : `${named} (type ${type} of GGML)`,
      'F32, F16, BF16, Q8_0 or Q4_0',
      'convert from a GGUF file of one of these types; F16 loses least',
    );
    // The tokenizer of such a file can still be read.
    return { name, shape, read: () => Promise.reject(problem), problem };
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
