import type { TensorType } from '../model';

/** The arithmetic of an executor: docs/arithmetic.md. */
export type ArithmeticMode = 'ieee' | 'ee';

/** Consecutive rows of a matrix in RAM. Addresses and strides in bytes. */
export interface WeightRows {
  readonly type: TensorType;
  readonly rows: number;
  readonly cols: number;
  readonly stride: number;
  /** First value of the first row. */
  readonly data: number;
  /** Scale of the first row, or of the group that the first value belongs to; 0 for f32. */
  readonly scales: number;
  /** Index of the first value in its group of 32; 0 for types without groups. */
  readonly firstInGroup: number;
}

/**
 * Single-precision arithmetic over RAM. A value is a number that only the unit interprets: the float itself in IEEE
 * mode, its bit pattern in EE mode, because a JavaScript number of a pattern with exponent 255 may be altered. The
 * methods on rows are part of the unit because nearly all time is spent in them. Addresses are EE addresses.
 */
export interface FloatUnit {
  readonly mode: ArithmeticMode;
  /** The value with these f32 bits, and back as an unsigned integer. */
  fromBits(bits: number): number;
  toBits(value: number): number;
  /** An int32 as a float. */
  fromInt(value: number): number;
  /** Towards zero, to int32. */
  trunc(value: number): number;
  add(a: number, b: number): number;
  sub(a: number, b: number): number;
  mul(a: number, b: number): number;
  div(a: number, b: number): number;
  sqrt(a: number): number;
  /** Flips the sign bit. */
  negate(a: number): number;
  /** Clears the sign bit. */
  magnitude(a: number): number;
  less(a: number, b: number): boolean;
  load(address: number): number;
  store(address: number, value: number): void;
  /** `acc = 0`; ascending i: `acc = acc + (a[i] · b[i])`. */
  dot(a: number, b: number, length: number): number;
  /** Ascending i: `out[i] = out[i] + (scale · x[i])`. */
  addScaled(out: number, scale: number, x: number, length: number): void;
  /** `acc = 0`; ascending i: `acc = acc + (float(q[i]) · x[i])`, with int16 at `q`. */
  dotInt16(q: number, x: number, length: number): number;
  /** Ascending i: `out[i] = out[i] + (scale · float(q[i]))`, with int16 at `q`. */
  addScaledInt16(out: number, scale: number, q: number, length: number): void;
  storeInt16(address: number, value: number): void;
  /** `out[i] = float(q[i]) · scale` of the first row of `weights`, which are not f32. */
  dequantise(weights: WeightRows, out: number): void;
  /** The matmul of docs/arithmetic.md: one output for each row, stored from `out` on. */
  multiply(weights: WeightRows, x: number, out: number): void;
}
