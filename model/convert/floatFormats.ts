import type { ByteSource } from '../../disc/byteSource';
import { floatsOf, viewOf } from '../../common/littleEndian';
import type { RowReader } from './floatModel';

/** Number formats of source files: IEEE floats, the upper half of an f32, and GGML's blocks of 32. */
export type FloatFormat = 'f32' | 'f16' | 'bf16' | 'q8_0' | 'q4_0';

interface FormatSpec {
  /** Values of a block. */
  readonly values: number;
  /** Bytes of a block. */
  readonly bytes: number;
  readonly decode: (bytes: Uint8Array) => Float32Array;
}

const formats: Readonly<Record<FloatFormat, FormatSpec>> = {
  f32: { values: 1, bytes: 4, decode: floatsOf },
  f16: { values: 1, bytes: 2, decode: decodeF16 },
  bf16: { values: 1, bytes: 2, decode: decodeBf16 },
  q8_0: { values: 32, bytes: 34, decode: decodeQ8 },
  q4_0: { values: 32, bytes: 18, decode: decodeQ4 },
};

/** The length of a row must be a multiple of this. */
export function blockValues(format: FloatFormat): number {
  return formats[format].values;
}

/** Bytes of `count` values, a multiple of the block. */
export function formatBytes(format: FloatFormat, count: number): number {
  return (count / formats[format].values) * formats[format].bytes;
}

/** Reads consecutive rows from byte `offset` on. */
export function storedRows(source: ByteSource, offset: number, cols: number, format: FloatFormat): RowReader {
  const rowBytes = formatBytes(format, cols);
  return async (rowStart, rows) =>
    formats[format].decode(await source.read(offset + rowStart * rowBytes, rows * rowBytes));
}

/** An IEEE half. */
export function halfToFloat(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 31;
  const fraction = half & 0x3ff;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
}

/** Every half as a float, computed on first use. */
let halves: Float32Array | undefined;

function decodeF16(bytes: Uint8Array): Float32Array {
  halves ??= Float32Array.from({ length: 1 << 16 }, (_, half) => halfToFloat(half));
  const stored = new Uint16Array(new Uint8Array(bytes).buffer);
  const result = new Float32Array(stored.length);
  for (let i = 0; i < stored.length; i++) result[i] = halves[stored[i] ?? 0] ?? 0;
  return result;
}

function decodeBf16(bytes: Uint8Array): Float32Array {
  const stored = new Uint16Array(new Uint8Array(bytes).buffer);
  const words = new Uint32Array(stored.length);
  for (let i = 0; i < stored.length; i++) words[i] = (stored[i] ?? 0) << 16;
  return new Float32Array(words.buffer);
}

/** GGML Q8_0: f16 scale, 32 int8. */
function decodeQ8(bytes: Uint8Array): Float32Array {
  const view = viewOf(bytes);
  const result = new Float32Array((bytes.length / 34) * 32);
  for (let block = 0, at = 0; block * 34 < bytes.length; block++) {
    const scale = halfToFloat(view.getUint16(block * 34, true));
    for (let i = 0; i < 32; i++) result[at++] = scale * view.getInt8(block * 34 + 2 + i);
  }
  return result;
}

/** GGML Q4_0: f16 scale, 16 bytes: value i in the low half of byte i, value i + 16 in its high half, each + 8. */
function decodeQ4(bytes: Uint8Array): Float32Array {
  const view = viewOf(bytes);
  const result = new Float32Array((bytes.length / 18) * 32);
  for (let block = 0; block * 18 < bytes.length; block++) {
    const scale = halfToFloat(view.getUint16(block * 18, true));
    for (let i = 0; i < 16; i++) {
      const byte = view.getUint8(block * 18 + 2 + i);
      result[block * 32 + i] = scale * ((byte & 15) - 8);
      result[block * 32 + 16 + i] = scale * ((byte >> 4) - 8);
    }
  }
  return result;
}
