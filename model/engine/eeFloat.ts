import { boothDefect } from './boothDefect';
import { quotientDigits, rootDigits } from './eeDivider';

/**
 * The EE's single-precision arithmetic (COP1) on 32-bit patterns, held as int32 so that no operation allocates.
 * Rules and sources: docs/arithmetic.md, "EE floats". There is no infinity and no NaN, exponent 255 is an
 * ordinary exponent and exponent 0 is zero.
 */

const sign = 0x80000000 | 0;
const largest = 0x7fffffff;
const fraction = 0x7fffff;
const hidden = 0x800000;

/** Sign, exponent field (of any size) and 24-bit mantissa to a pattern, saturated or flushed to zero. */
function pack(negative: number, exponent: number, mantissa: number): number {
  if (exponent <= 0) return negative;
  if (exponent > 255) return negative | largest;
  return negative | (exponent << 23) | (mantissa & fraction);
}

/**
 * With `d` the difference of exponents, the adder keeps one bit below the larger operand's last: exactly what
 * `(mantissa << 1) >> d` leaves of the smaller one. The sum fits in 26 bits and is exact, so that one shift truncates
 * it. Signs and the order of operands are data, not branches, because they are unpredictable.
 */
export function add(a: number, b: number): number {
  const exponentA = (a >>> 23) & 255;
  const exponentB = (b >>> 23) & 255;
  if (exponentB === 0) return exponentA === 0 ? a & b & sign : a;
  if (exponentA === 0) return b;
  const difference = exponentA - exponentB;
  const swap = difference >> 31;
  const distance = (difference ^ swap) - swap;
  const exchanged = (a ^ b) & swap;
  const large = a ^ exchanged;
  if (distance > 24) return large;
  const opposite = (a ^ b) >> 31;
  const small = ((((b ^ exchanged) & fraction) | hidden) << 1) >> distance;
  const sum = (((large & fraction) | hidden) << 1) + ((small ^ opposite) - opposite);
  if (sum === 0) return 0;
  const flip = sum >> 31;
  const magnitude = (sum ^ flip) - flip;
  const zeros = Math.clz32(magnitude);
  return pack((large ^ flip) & sign, exponentA - (difference & swap) + 7 - zeros, (magnitude << zeros) >>> 8);
}

export function sub(a: number, b: number): number {
  return add(a, b ^ sign);
}

/** Not commutative: see `boothDefect`. */
export function mul(a: number, b: number): number {
  const negative = (a ^ b) & sign;
  const exponentA = (a >>> 23) & 255;
  const exponentB = (b >>> 23) & 255;
  if (exponentA === 0 || exponentB === 0) return negative;
  const mantissaA = (a & fraction) | hidden;
  const mantissaB = (b & fraction) | hidden;
  // Exact: 48 bits in a double. A defect of bit 15 reaches bit 23 or above only through zeros in bits 15 to 22,
  // and never brings the product below 2^46, since only 2^46 itself is that close and it has no defect.
  let product = mantissaA * mantissaB;
  const low = Math.imul(mantissaA, mantissaB);
  if ((low & 0x7f8000) === 0) product -= boothDefect(mantissaA, mantissaB, low);
  const top = (product * 2 ** -22) | 0;
  const carry = top >>> 25;
  return pack(negative, exponentA + exponentB - 127 + carry, top >> (carry + 1));
}

/**
 * `mul(fromInt(value), b)` for −128 ≤ value ≤ 127, without a double: the product of the integer and the mantissa
 * fits in 31 bits. The defect reaches the mantissa only when no other bit is dropped, as one unit.
 * @param shortfall `int8Shortfall()`
 */
export function mulInt8(value: number, b: number, shortfall: Uint8Array): number {
  const exponent = (b >>> 23) & 255;
  const opposite = value >> 31;
  const magnitude = (value ^ opposite) - opposite;
  if (exponent === 0 || magnitude === 0) return (value ^ b) & sign;
  const product = Math.imul(magnitude, (b & fraction) | hidden);
  const zeros = Math.clz32(product);
  const scaled = product << zeros;
  const short = (scaled & 255) === 0 ? (shortfall[b & 0xffff] as number) : 0;
  return pack((value ^ b) & sign, exponent + 8 - zeros, (scaled >>> 8) - short);
}

/** One unit more or less than the nearest at times: see `quotientDigits`. */
export function div(a: number, b: number): number {
  const negative = (a ^ b) & sign;
  const exponentA = (a >>> 23) & 255;
  const exponentB = (b >>> 23) & 255;
  if (exponentB === 0) return negative | largest;
  if (exponentA === 0) return negative;
  const quotient = quotientDigits((a & fraction) | hidden, (b & fraction) | hidden);
  const whole = quotient >> 24;
  return pack(negative, exponentA - exponentB + 126 + whole, quotient >> whole);
}

/** Of the magnitude, so that −0 gives +0. */
export function sqrt(a: number): number {
  const exponent = (a >>> 23) & 255;
  if (exponent === 0) return 0;
  const odd = (exponent + 1) & 1;
  return pack(0, (exponent - 127 - odd) / 2 + 127, rootDigits(((a & fraction) | hidden) << odd));
}

/** `cvt.s.w`: truncates to 24 bits. */
export function fromInt(value: number): number {
  if (value === 0) return 0;
  const negative = value & sign;
  const magnitude = negative === 0 ? value : -value >>> 0;
  const zeros = Math.clz32(magnitude);
  return negative | ((158 - zeros) << 23) | (((magnitude << zeros) >>> 8) & fraction);
}

/** `trunc.w.s`: towards zero, saturated to int32. */
export function trunc(a: number): number {
  const exponent = (a >>> 23) & 255;
  if (exponent < 127) return 0;
  if (exponent > 157) return a < 0 ? sign : largest;
  const mantissa = (a & fraction) | hidden;
  const magnitude = exponent >= 150 ? mantissa << (exponent - 150) : mantissa >> (150 - exponent);
  return a < 0 ? -magnitude : magnitude;
}

/** By sign and magnitude; all zeros are equal. */
export function less(a: number, b: number): boolean {
  return order(a) < order(b);
}

/** An integer that compares as the value does. */
function order(a: number): number {
  if ((a & 0x7f800000) === 0) return 0;
  return a < 0 ? -(a & largest) : a;
}
