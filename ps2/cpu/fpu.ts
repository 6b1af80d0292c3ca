import { mantissaQuotient, mantissaRoot } from './divider';
import { impreciseProduct } from './impreciseMultiply';

/**
 * Arithmetic of the EE's floats on u32 patterns (held as int32). No NaN, no infinity: exponent 255 is an ordinary
 * number, and larger results saturate to ±7FFFFFFF. Denormals are read and written as zero. Sources: EE Core
 * Instruction Set Manual; rounding as documented by the PCSX2 developers.
 */

/** Bits of FCR31. */
export const FCR31 = {
  condition: 0x800000,
  invalid: 0x20000,
  divideByZero: 0x10000,
  overflow: 0x8000,
  underflow: 0x4000,
  stickyInvalid: 0x40,
  stickyDivideByZero: 0x20,
  stickyOverflow: 0x10,
  stickyUnderflow: 0x8,
  /** Bits a program can write; bits 0 and 24 are always one. */
  writable: 0x83c078,
  fixed: 0x1000001,
} as const;

const SIGN = 0x80000000 | 0;
const LARGEST = 0x7fffffff;

/** FCR31 flags that the last operation raised; each operation clears it. */
let raised = 0;

/** The flags (cause and sticky) that the last operation raised. */
export function raisedFlags(): number {
  return raised;
}

function overflow(sign: number): number {
  raised |= FCR31.overflow | FCR31.stickyOverflow;
  return sign | LARGEST;
}

function underflow(sign: number): number {
  raised |= FCR31.underflow | FCR31.stickyUnderflow;
  return sign;
}

/** x + y: the smaller operand keeps one guard bit, the sum is truncated. */
export function add(x: number, y: number): number {
  raised = 0;
  return sum(x, y);
}

/** x − y. */
export function sub(x: number, y: number): number {
  raised = 0;
  return sum(x, y ^ SIGN);
}

/** No branches on signs and magnitudes: they are hard to predict. */
function sum(x: number, y: number): number {
  const difference = ((x >>> 23) & 255) - ((y >>> 23) & 255);
  const swap = difference >> 31;
  const large = x ^ ((x ^ y) & swap);
  const small = y ^ ((x ^ y) & swap);
  const distance = (difference ^ swap) - swap;
  if ((small & 0x7f800000) === 0 || distance > 24) return (large & 0x7f800000) === 0 ? x & y & SIGN : large;
  // Bit 24 is the leading one of the larger operand, bit 0 the guard bit.
  const whole = ((large & 0x7fffff) | 0x800000) << 1;
  const kept = (((small & 0x7fffff) | 0x800000) << 1) >> distance;
  const total = ((whole ^ (large >> 31)) - (large >> 31) + ((kept ^ (small >> 31)) - (small >> 31))) | 0;
  if (total === 0) return 0;
  const sign = total & SIGN;
  const magnitude = (total ^ (total >> 31)) - (total >> 31);
  const zeros = Math.clz32(magnitude);
  const exponent = ((large >>> 23) & 255) + 7 - zeros;
  if (exponent > 255) return overflow(sign);
  if (exponent <= 0) return underflow(sign);
  return sign | (exponent << 23) | (((magnitude << zeros) >>> 8) & 0x7fffff);
}

/** x · y, truncated; sometimes one unit lower, because the multiplier drops carries in its low columns. */
export function mul(x: number, y: number): number {
  raised = 0;
  return product(x, y);
}

function product(x: number, y: number): number {
  const sign = (x ^ y) & SIGN;
  const ex = (x >>> 23) & 255;
  const ey = (y >>> 23) & 255;
  if (ex === 0 || ey === 0) return sign;
  const a = (x & 0x7fffff) | 0x800000;
  const b = (y & 0x7fffff) | 0x800000;
  let exact = a * b;
  // The error is 0x8000 at most: it reaches the result only through bits 15 to 22, when they are all zero. And
  // the imprecise columns see nothing of b when its low 16 bits are zero.
  if ((Math.imul(a, b) & 0x7f8000) === 0 && (b & 0xffff) !== 0) exact = impreciseProduct(a, b);
  const mantissa = (exact / 0x800000) | 0;
  const carry = mantissa >>> 24;
  const exponent = ex + ey - 127 + carry;
  if (exponent > 255) return overflow(sign);
  if (exponent <= 0) return underflow(sign);
  return sign | (exponent << 23) | ((mantissa >>> carry) & 0x7fffff);
}

/** x / y; ±7FFFFFFF when y is zero. Overflow and underflow raise no flags here. */
export function div(x: number, y: number): number {
  raised = 0;
  return quotient(x, y);
}

function quotient(x: number, y: number): number {
  const sign = (x ^ y) & SIGN;
  const ex = (x >>> 23) & 255;
  const ey = (y >>> 23) & 255;
  if (ey === 0) {
    raised |= ex === 0 ? FCR31.invalid | FCR31.stickyInvalid : FCR31.divideByZero | FCR31.stickyDivideByZero;
    return sign | LARGEST;
  }
  if (ex === 0) return sign;
  const digits = mantissaQuotient((x & 0x7fffff) | 0x800000, (y & 0x7fffff) | 0x800000);
  const isLong = digits >= 0x1000000;
  const exponent = ex - ey + (isLong ? 127 : 126);
  if (exponent > 255) return sign | LARGEST;
  if (exponent <= 0) return sign;
  return sign | (exponent << 23) | ((isLong ? digits >> 1 : digits) & 0x7fffff);
}

/** √|y|; a sign bit raises invalid. */
export function sqrt(y: number): number {
  raised = y < 0 ? FCR31.invalid | FCR31.stickyInvalid : 0;
  return root(y);
}

function root(y: number): number {
  const exponent = (y >>> 23) & 255;
  if (exponent === 0) return 0;
  const isOdd = (exponent & 1) === 0;
  return (((exponent + 127) >> 1) << 23) | (mantissaRoot((y & 0x7fffff) | 0x800000, isOdd) & 0x7fffff);
}

/** x / √|y|, with the root as sqrt.s leaves it: so all that was recorded on consoles comes out. */
export function rsqrt(x: number, y: number): number {
  if (((y >>> 23) & 255) === 0) {
    raised = FCR31.divideByZero | FCR31.stickyDivideByZero;
    return (x & SIGN) | LARGEST;
  }
  const result = quotient(x, root(y));
  raised = y < 0 ? FCR31.invalid | FCR31.stickyInvalid : 0;
  return result;
}

/** acc + x · y, with the product rounded first; a product that overflows is the result. */
export function madd(acc: number, x: number, y: number): number {
  raised = 0;
  const term = product(x, y);
  return (raised & FCR31.overflow) !== 0 ? term : sum(acc, term);
}

/** acc − x · y. */
export function msub(acc: number, x: number, y: number): number {
  raised = 0;
  const term = product(x, y) ^ SIGN;
  return (raised & FCR31.overflow) !== 0 ? term : sum(acc, term);
}

/** Patterns in numeric order as signed integers, denormals as zero. */
function order(x: number): number {
  if ((x & 0x7f800000) === 0) return 0;
  return x < 0 ? -(x & LARGEST) : x;
}

export function equal(x: number, y: number): boolean {
  return order(x) === order(y);
}
export function less(x: number, y: number): boolean {
  return order(x) < order(y);
}

/** The greater pattern; zeros and denormals are compared bit by bit, −0 below +0. */
export function max(x: number, y: number): number {
  raised = 0;
  return x < 0 && y < 0 ? Math.min(x, y) : Math.max(x, y);
}
/** The lesser pattern. */
export function min(x: number, y: number): number {
  raised = 0;
  return x < 0 && y < 0 ? Math.max(x, y) : Math.min(x, y);
}

/** cvt.s.w: the float of an int32, truncated. */
export function fromInteger(value: number): number {
  if (value === 0) return 0;
  const magnitude = (value ^ (value >> 31)) - (value >> 31);
  const zeros = Math.clz32(magnitude);
  return (value & SIGN) | ((158 - zeros) << 23) | (((magnitude << zeros) >>> 8) & 0x7fffff);
}

/** trunc.w.s: the integer part, saturated to int32. */
export function toInteger(x: number): number {
  const exponent = (x >>> 23) & 255;
  if (exponent < 127) return 0;
  if (exponent > 157) return x < 0 ? SIGN : LARGEST;
  const mantissa = (x & 0x7fffff) | 0x800000;
  const magnitude = exponent < 150 ? mantissa >>> (150 - exponent) : mantissa << (exponent - 150);
  return x < 0 ? -magnitude : magnitude;
}
