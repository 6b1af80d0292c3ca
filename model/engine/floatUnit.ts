import type { ArithmeticVersion } from '../plan/arithmeticVersion';
import type { PartPlace, ScaledColumns, StoredShape } from '../plan/tileCodec';

/** The arithmetic of an executor: docs/arithmetic.md. */
export type ArithmeticMode = 'ieee' | 'ee';

/** Consecutive rows of a matrix in RAM, all in one part. */
export interface WeightRows {
  readonly shape: StoredShape;
  readonly place: PartPlace;
  /** EE address of the part. */
  readonly address: number;
  /** The first of the rows, counted in the matrix. */
  readonly first: number;
  readonly rows: number;
}

/**
 * Single-precision arithmetic over RAM. A value is a number that only the unit interprets: the float itself in IEEE
 * mode, its bit pattern in EE mode, because a JavaScript number of a pattern with exponent 255 may be altered. The
 * methods on rows are part of the unit because nearly all time is spent in them. Addresses are EE addresses.
 */
export interface FloatUnit {
  readonly mode: ArithmeticMode;
  readonly version: ArithmeticVersion;
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
  /** The sum of `a[i] · b[i]`: ascending in version 1, in lanes in version 2. */
  dot(a: number, b: number, length: number): number;
  /** The sum of `x[i]`, likewise. */
  sum(x: number, length: number): number;
  /** Ascending i: `out[i] = out[i] + (scale · x[i])`; in version 2 `x[i] · scale`. */
  addScaled(out: number, scale: number, x: number, length: number): void;
  /** The sum of `float(q[i]) · x[i]`, with int16 at `q`, as `dot`. */
  dotInt16(q: number, x: number, length: number): number;
  /** Ascending i: `out[i] = out[i] + (scale · float(q[i]))`, with int16 at `q`; in version 2 `float(q[i]) · scale`. */
  addScaledInt16(out: number, scale: number, q: number, length: number): void;
  storeInt16(address: number, value: number): void;
  /** `out[i] = float(q[i]) · scale`, with scales at EE addresses. */
  dequantise(integers: Int8Array, columns: readonly ScaledColumns[], out: number): void;
  /** The matmul in floats, of an arrangement in rows: one output for each row, stored from `out` on. */
  multiply(weights: WeightRows, x: number, out: number): void;
}
