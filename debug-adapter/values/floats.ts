import type { Arithmetic } from '../../targets/descriptor';
import { viewOf } from '../../common/littleEndian';

/**
 * Little-endian 32-bit floats, decoded by the rules of an arithmetic. On the EE, exponent 255 is an ordinary exponent
 * and exponent 0 is zero (docs/arithmetic.md, "EE floats"). Doubles represent all of them exactly.
 */
export function floatsFrom(bytes: Uint8Array, arithmetic: Arithmetic): Float64Array {
  const view = viewOf(bytes);
  const floats = new Float64Array(Math.floor(bytes.length / 4));
  for (let i = 0; i < floats.length; i++) {
    const ieee = view.getFloat32(i * 4, true);
    floats[i] = arithmetic === 'ee' ? eeValue(ieee, view.getUint32(i * 4, true)) : ieee;
  }
  return floats;
}

/** Little-endian int32 values. */
export function integersFrom(bytes: Uint8Array): Float64Array {
  const view = viewOf(bytes);
  return Float64Array.from({ length: Math.floor(bytes.length / 4) }, (_, i) => view.getInt32(i * 4, true));
}

function eeValue(ieee: number, bits: number): number {
  const exponent = (bits >>> 23) & 255;
  if (exponent === 0) return bits >>> 31 ? -0 : 0;
  if (exponent < 255) return ieee;
  const magnitude = (1 + (bits & 0x7fffff) / 0x800000) * 2 ** 128;
  return bits >>> 31 ? -magnitude : magnitude;
}

/** Bytes of a row of int16 with an f32 scale for each head behind them (docs/plan.md). */
export const cacheRowBytes = (cols: number, headDim: number): number => cols * 2 + (cols / headDim) * 4;

/** The values of a row of a buffer. */
export function valuesOfRow(
  bytes: Uint8Array,
  row: { readonly type: 'f32' | 'i32' | 'i16'; readonly cols: number; readonly headDim: number },
  arithmetic: Arithmetic,
): Float64Array {
  const { type, cols, headDim } = row;
  if (type === 'i32') return integersFrom(bytes);
  if (type === 'f32') return floatsFrom(bytes, arithmetic);
  const view = viewOf(bytes);
  const scales = floatsFrom(bytes.subarray(cols * 2), arithmetic);
  return Float64Array.from(
    { length: cols },
    (_, i) => view.getInt16(i * 2, true) * (scales[Math.floor(i / headDim)] ?? 0),
  );
}
