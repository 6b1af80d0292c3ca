import type { Model } from '../../model/model';
import { readRows, tensorOf } from '../../model/tensorRows';
import { BytesWriter } from './bytesWriter';

/** Numbers as checkpoints store them, each encoder written from its format's definition. */
export type Encoding = 'F32' | 'F16' | 'BF16' | 'Q8_0' | 'Q4_0';

/** The half nearest to a number of ordinary size. */
export function toHalf(value: number): number {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (size === 0) return sign;
  const exponent = Math.max(-14, Math.floor(Math.log2(size)));
  const steps = Math.round(size / 2 ** (exponent - 10));
  // Below 1,024 steps it is subnormal; at 2,048 it carries into the exponent by itself.
  return sign + ((exponent + 15) << 10) + (steps - 1024);
}

export function encode(values: Float32Array, encoding: Encoding): Uint8Array {
  const writer = new BytesWriter();
  if (encoding === 'F32') return writer.f32(values).done();
  if (encoding === 'F16') return writer.u16(...Array.from(values, toHalf)).done();
  if (encoding === 'BF16') {
    const halves = Uint16Array.from(new Uint32Array(values.slice().buffer), (bits) => bits >>> 16);
    return new Uint8Array(halves.buffer);
  }
  for (let at = 0; at < values.length; at += 32) {
    const block = Array.from(values.subarray(at, at + 32));
    const largest = Math.max(...block.map(Math.abs));
    const half = toHalf(largest / (encoding === 'Q8_0' ? 127 : 7));
    writer.u16(half);
    const scale = fromHalf(half) || 1;
    if (encoding === 'Q8_0') writer.u8(...block.map((value) => Math.round(value / scale) & 0xff));
    else {
      const nibble = (i: number): number =>
        Math.max(0, Math.min(15, Math.round((block[i] ?? 0) / scale) + 8));
      writer.u8(...Array.from({ length: 16 }, (_, i) => nibble(i) + 16 * nibble(i + 16)));
    }
  }
  return writer.done();
}

function fromHalf(half: number): number {
  const exponent = (half >> 10) & 31;
  const fraction = half & 1023;
  const size = exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15);
  return half & 0x8000 ? -size : size;
}

/** A tensor for a file: rows first. */
export interface WrittenTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
  readonly encoding: Encoding;
}

/** A safetensors file. */
export function safetensorsBytes(tensors: readonly WrittenTensor[]): Uint8Array {
  const data = new BytesWriter();
  const header: Record<string, unknown> = { __metadata__: { format: 'pt' } };
  for (const { name, shape, values, encoding } of tensors) {
    const start = data.length;
    data.raw(encode(values, encoding));
    header[name] = { dtype: encoding, shape, data_offsets: [start, data.length] };
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  return new BytesWriter().u64(text.length).raw(text).raw(data.done()).done();
}

type MetadataValue =
  string | number | boolean | { readonly f32: number } | readonly string[] | readonly number[];

/** A GGUF file of version 3. */
export function ggufBytes(
  metadata: Readonly<Record<string, MetadataValue>>,
  tensors: readonly WrittenTensor[],
): Uint8Array {
  const codes: Readonly<Record<Encoding, number>> = { F32: 0, F16: 1, Q4_0: 2, Q8_0: 8, BF16: 30 };
  const writer = new BytesWriter();
  const text = (value: string): void => {
    const bytes = new TextEncoder().encode(value);
    writer.u64(bytes.length).raw(bytes);
  };
  writer.u32(0x46554747, 3).u64(tensors.length, Object.keys(metadata).length);
  for (const [key, value] of Object.entries(metadata)) {
    text(key);
    if (typeof value === 'string') {
      writer.u32(8);
      text(value);
    } else if (typeof value === 'number') writer.u32(4, value);
    else if (typeof value === 'boolean') writer.u32(7).raw(Uint8Array.of(value ? 1 : 0));
    else if ('f32' in value) writer.u32(6).f32([value.f32]);
    else if (typeof value[0] === 'number') {
      writer.u32(9, 6).u64(value.length).f32(value.map(Number));
    } else {
      writer.u32(9, 8).u64(value.length);
      value.map(String).forEach(text);
    }
  }
  const data = new BytesWriter();
  for (const { name, shape, values, encoding } of tensors) {
    text(name);
    writer
      .u32(shape.length)
      .u64(...shape.toReversed())
      .u32(codes[encoding])
      .u64(data.length);
    data.raw(encode(values, encoding)).align(32);
  }
  return writer.align(32).raw(data.done()).done();
}

/** Rows of wq or wk as Hugging Face has them: first the first elements of all pairs of a head, then the second. */
export function halfSplitRows(values: Float32Array, cols: number, headDim: number): Float32Array {
  const result = new Float32Array(values.length);
  for (let row = 0; row < values.length / cols; row++) {
    const head = Math.floor(row / headDim);
    const within = row % headDim;
    const pair = Math.floor(within / 2);
    const to = head * headDim + (within % 2 === 0 ? pair : headDim / 2 + pair);
    result.set(values.subarray(row * cols, (row + 1) * cols), to * cols);
  }
  return result;
}

/** All values of a tensor of a model. */
export async function valuesOf(model: Model, name: string): Promise<Float32Array> {
  const tensor = tensorOf(model, name);
  return readRows(model, tensor, 0, tensor.rows);
}
