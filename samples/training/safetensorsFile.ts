import { bytesOfFloats } from '../../common/littleEndian';

export interface NamedFloats {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** The bytes of a safetensors file (model/convert/safetensors.ts) of f32 tensors, in the order given. */
export function encodeSafetensors(tensors: readonly NamedFloats[]): Uint8Array {
  const header: Record<string, unknown> = {};
  let end = 0;
  for (const { name, shape, values } of tensors) {
    const start = end;
    end += values.byteLength;
    header[name] = { dtype: 'F32', shape, data_offsets: [start, end] };
  }
  const text = JSON.stringify(header);
  // The format requires data at a multiple of 8 bytes; spaces may follow the header.
  const json = new TextEncoder().encode(text.padEnd(Math.ceil(text.length / 8) * 8));
  const file = new Uint8Array(8 + json.length + end);
  new DataView(file.buffer).setBigUint64(0, BigInt(json.length), true);
  file.set(json, 8);
  let at = 8 + json.length;
  for (const { values } of tensors) {
    file.set(bytesOfFloats(values), at);
    at += values.byteLength;
  }
  return file;
}
