import type { TensorType } from '../model';

/** A row cannot be quantised because a weight is not a finite number. */
export class NotFiniteError extends Error {
  constructor(
    readonly index: number,
    readonly value: number,
  ) {
    super(`value ${index} is ${value}`);
  }
}

export type QuantisedType = Exclude<TensorType, 'f32'>;

/** The integers that a type holds. Q8 does not use −128, so that a row and its negative are quantised symmetrically. */
const ranges: Readonly<Record<QuantisedType, readonly [lowest: number, highest: number]>> = {
  q8: [-127, 127],
  q4: [-8, 7],
  q4g32: [-8, 7],
  ternary: [-1, 1],
};

/** Smaller numbers of f32 are subnormal, which the console takes for 0. */
const leastNormal = 2 ** -126;

/**
 * The scale of the values `start` … `end - 1`, which share one, rounded to f32: their largest magnitude over 127 (Q8)
 * or 7 (Q4), for ternary the mean of their magnitudes. Values that are all 0 or of one magnitude, as a model trained
 * with ternary weights has them, have that magnitude for scale, so that −1, 0 and 1 times it are exactly the values.
 * Zeros (or values so small that the scale itself vanishes) have scale 0, in ternary scale 1, and read back as zeros.
 * @throws NotFiniteError when a value is not a finite number.
 */
export function scaleOf(
  type: QuantisedType,
  values: Float32Array,
  start = 0,
  end: number = values.length,
): number {
  let largest = 0;
  let sum = 0;
  let isOneSize = true;
  for (let i = start; i < end; i++) {
    const size = Math.abs(values[i] ?? 0);
    if (!(size < Infinity)) throw new NotFiniteError(i, values[i] ?? NaN);
    if (size !== largest && size !== 0) {
      if (largest !== 0) isOneSize = false;
      if (size > largest) largest = size;
    }
    sum += size;
  }
  if (isOneSize && largest >= leastNormal) return largest;
  if (type !== 'ternary') return Math.fround(largest / (type === 'q8' ? 127 : 7));
  const mean = Math.fround(sum / (end - start));
  return mean === 0 ? 1 : mean;
}

/**
 * Writes the integers of the values `start` … `end - 1` to the same places of `target`: each value over the scale,
 * rounded to nearest with halves away from zero, clamped to the range of the type.
 */
export function quantise(
  type: QuantisedType,
  values: Float32Array,
  scale: number,
  target: Int8Array,
  start = 0,
  end: number = values.length,
): void {
  if (scale === 0) {
    target.fill(0, start, end);
    return;
  }
  const [lowest, highest] = ranges[type];
  for (let i = start; i < end; i++) {
    const exact = (values[i] ?? 0) / scale;
    const whole = exact < 0 ? -Math.floor(0.5 - exact) : Math.floor(exact + 0.5);
    target[i] = whole < lowest ? lowest : whole > highest ? highest : whole;
  }
}
