/** A row cannot be quantised because a weight is no finite number. */
export class NotFiniteError extends Error {
  constructor(
    readonly index: number,
    readonly value: number,
  ) {
    super(`value ${index} is ${value}`);
  }
}

/**
 * The Q8 scale of a row: its largest magnitude over 127, rounded to f32. A row of zeros (or so small that the
 * scale itself vanishes) has scale 0 and reads back as zeros.
 * @throws NotFiniteError when a value is no finite number.
 */
export function q8Scale(row: Float32Array): number {
  let largest = 0;
  for (let i = 0; i < row.length; i++) {
    const size = Math.abs(row[i] ?? 0);
    if (!(size < Infinity)) throw new NotFiniteError(i, row[i] ?? NaN);
    if (size > largest) largest = size;
  }
  return Math.fround(largest / 127);
}

/**
 * Writes the Q8 values of `row` to `target`: each value over the scale, rounded to nearest with halves away from
 * zero, held within −127 … 127.
 */
export function quantiseQ8(row: Float32Array, scale: number, target: Int8Array): void {
  if (scale === 0) {
    target.fill(0);
    return;
  }
  for (let i = 0; i < row.length; i++) {
    const exact = (row[i] ?? 0) / scale;
    const whole = exact < 0 ? -Math.floor(0.5 - exact) : Math.floor(exact + 0.5);
    target[i] = Math.max(-127, Math.min(127, whole));
  }
}
