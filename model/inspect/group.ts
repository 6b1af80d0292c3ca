import type { ByteSource } from '../../disc/byteSource';
import { floatsOf } from '../../common/littleEndian';
import { tensorTypes, unpackIntegers } from '../tensorTypes';
import {
  placeOfValue,
  rangeOfScale,
  rangeOfValues,
  scaleOfValue,
  storedValues,
  valuesOfScale,
} from './places';
import type { TensorPlace } from './places';

/** Values shown at a time, the size of a quantisation group. */
const window = 32;

/** One value with its bits. */
export interface DecodedValue {
  readonly index: number;
  readonly row: number;
  readonly col: number;
  /** The byte that it starts in. */
  readonly offset: number;
  /** The stored bits, highest first: `0111`. 32 for a float. */
  readonly bits: string;
  /** The stored integer; absent for a float. */
  readonly integer?: number;
  /** The weight: the integer times its scale, rounded to f32. */
  readonly value: number;
}

/** Neighbouring values and their scale. */
export interface DecodedGroup {
  /** The scale; absent for floats. */
  readonly scale?: { readonly index: number; readonly offset: number; readonly value: number };
  /** How many values share the scale. */
  readonly groupValues: number;
  readonly values: readonly DecodedValue[];
}

/**
 * Decodes the quantisation group around the stored value `index`: a whole group of 32, or the 32 values around it in
 * a longer row or a row of floats.
 */
export async function decodeGroup(
  source: ByteSource,
  tensor: TensorPlace,
  index: number,
): Promise<DecodedGroup> {
  const scaleIndex = scaleOfValue(tensor, index);
  const whole =
    scaleIndex === undefined ? { first: 0, count: storedValues(tensor) } : valuesOfScale(tensor, scaleIndex);
  const first = whole.first + Math.floor((index - whole.first) / window) * window;
  const count = Math.min(window, whole.first + whole.count - first);
  const range = rangeOfValues(tensor, first, count);
  const bytes = await source.read(range.start, range.end - range.start);
  const scaleRange = scaleIndex === undefined ? undefined : rangeOfScale(tensor, scaleIndex);
  if (scaleIndex === undefined || scaleRange === undefined) {
    return { groupValues: count, values: floats(tensor, bytes, first, count) };
  }
  const scale = floatsOf(await source.read(scaleRange.start, 4))[0] ?? 0;
  return {
    scale: { index: scaleIndex, offset: scaleRange.start, value: scale },
    groupValues: whole.count,
    values: integers(tensor, bytes, first, count, scale),
  };
}

function floats(tensor: TensorPlace, bytes: Uint8Array, first: number, count: number): DecodedValue[] {
  const values = floatsOf(bytes);
  const words = new Uint32Array(values.buffer);
  return Array.from({ length: count }, (_, i) => ({
    index: first + i,
    ...placeOfValue(tensor, first + i),
    offset: tensor.dataOffset + (first + i) * 4,
    bits: (words[i] ?? 0).toString(2).padStart(32, '0'),
    value: values[i] ?? 0,
  }));
}

function integers(
  tensor: TensorPlace,
  bytes: Uint8Array,
  first: number,
  count: number,
  scale: number,
): DecodedValue[] {
  const { bits } = tensorTypes[tensor.type];
  if (bits === 32) return [];
  const perByte = 8 / bits;
  const skipped = first % perByte;
  const unpacked = unpackIntegers(bits, bytes, skipped, count);
  return Array.from({ length: count }, (_, i) => {
    const at = Math.floor((skipped + i) / perByte);
    const code = ((bytes[at] ?? 0) >> (((skipped + i) % perByte) * bits)) & ((1 << bits) - 1);
    const integer = unpacked[i] ?? 0;
    return {
      index: first + i,
      ...placeOfValue(tensor, first + i),
      offset: tensor.dataOffset + Math.floor((first + i) / perByte),
      bits: code.toString(2).padStart(bits, '0'),
      integer,
      value: Math.fround(integer * scale),
    };
  });
}
