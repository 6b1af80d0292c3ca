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
