/**
 * The EE's floats done the slow, exact way: numbers are BigInt fractions scaled by 2^SCALE, results are found by
 * shifting, and the multiplier is simulated column by column. Shares nothing with the code under test.
 */
const SCALE = 400n;

interface Parts {
  readonly negative: boolean;
  readonly exponent: number;
  /** 24 bits, 0 for zero and denormals. */
  readonly mantissa: bigint;
}

function parts(pattern: number): Parts {
  const exponent = (pattern >>> 23) & 255;
  const mantissa = exponent === 0 ? 0n : BigInt((pattern & 0x7fffff) + 0x800000);
  return { negative: pattern >>> 31 === 1, exponent, mantissa };
}

/** Value times 2^SCALE. */
function scaled({ negative, exponent, mantissa }: Parts): bigint {
  const value = (mantissa << SCALE) / 2n ** 150n;
  const moved = value << BigInt(exponent);
  return negative ? -moved : moved;
}

function bitLength(value: bigint): number {
  return value.toString(2).length;
}

/** Truncates a positive scaled value to 24 bits and packs it, saturating and flushing. */
function pack(negative: boolean, value: bigint): number {
  const sign = negative ? 0x80000000 : 0;
  if (value === 0n) return sign;
  const length = bitLength(value);
  const mantissa = length > 24 ? value >> BigInt(length - 24) : value << BigInt(24 - length);
  // value = mantissa · 2^(length − 24 − SCALE), and a pattern stands for mantissa · 2^(exponent − 150).
  const exponent = length - 24 - Number(SCALE) + 150;
  if (exponent > 255) return (sign | 0x7fffffff) >>> 0;
  if (exponent <= 0) return sign;
  return (sign | (exponent << 23) | Number(mantissa & 0x7fffffn)) >>> 0;
}

/** Sum: the smaller operand loses what lies below one guard bit, and everything at a distance of 25 or more. */
export function oracleAdd(x: number, y: number): number {
  const a = parts(x);
  const b = parts(y);
  const [large, small] = a.exponent >= b.exponent ? [a, b] : [b, a];
  const distance = large.exponent - small.exponent;
  const cleared = distance >= 1 && distance <= 24 ? BigInt(distance - 1) : 0n;
  const kept = distance >= 25 ? 0n : (small.mantissa >> cleared) << cleared;
  if (a.mantissa === 0n && b.mantissa === 0n) return a.negative && b.negative ? 0x80000000 : 0;
  const total = scaled(large) + scaled({ ...small, mantissa: kept });
  return pack(total < 0n, total < 0n ? -total : total);
}

export function oracleSub(x: number, y: number): number {
  return oracleAdd(x, (y ^ 0x80000000) >>> 0);
}

/** Sum of columns by carry-save adders, as bits of BigInts. */
function carrySave(x: bigint, y: bigint, z: bigint): readonly [sum: bigint, carry: bigint] {
  let sum = 0n;
  let carry = 0n;
  for (let column = 0n; column < 40n; column++) {
    const ones = ((x >> column) & 1n) + ((y >> column) & 1n) + ((z >> column) & 1n);
    sum |= (ones & 1n) << column;
    carry |= (ones >> 1n) << (column + 1n);
  }
  return [sum, carry];
}

const WORD = 0xffffffffn;
const clear = (value: bigint, columns: bigint) => (value >> columns) << columns;

/** What the multiplier's low columns lose: 0 or 0x8000. */
function lost(a: bigint, b: bigint): bigint {
  const digits = [0, 1, 1, 2, -2, -1, -1, 0];
  const rows: bigint[] = [];
  const plusOne: bigint[] = [];
  for (let i = 0n; i < 8n; i++) {
    const bits = Number(((b << 1n) >> (2n * i)) & 7n);
    const digit = digits[bits] ?? 0;
    const magnitude = (a * BigInt(Math.abs(digit))) << (2n * i);
    rows.push((digit < 0 ? clear(~magnitude, 2n * i) : magnitude) & WORD);
    plusOne.push(digit < 0 ? 1n << (2n * i) : 0n);
  }
  const row = (i: number) => rows[i] ?? 0n;
  const one = (i: number) => plusOne[i] ?? 0n;
  const [sum0, carry0] = carrySave(row(1), row(2), row(3));
  const [sum1, carries1] = carrySave(clear(row(4), 11n), clear(row(5), 12n), row(6));
  const carry1 = carries1 | one(6) | (row(5) & 0x800n);
  const [sum2, carry2] = carrySave(row(0), sum0, carry0);
  const [sum3, carry3] = carrySave(row(7) | ((row(5) & 0x400n) + one(5)), sum1, carry1);
  const [sum4, carry4] = carrySave(carry2, sum3, carry3);
  const [sum5, carry5] = carrySave(sum2, sum4, carry4);
  const low = clear(sum5, 15n) + clear(carry5 + one(7), 15n);
  return (low ^ (a * b)) & 0x8000n;
}

export function oracleMul(x: number, y: number): number {
  const a = parts(x);
  const b = parts(y);
  const negative = a.negative !== b.negative;
  if (a.mantissa === 0n || b.mantissa === 0n) return negative ? 0x80000000 : 0;
  const product = a.mantissa * b.mantissa - lost(a.mantissa, b.mantissa);
  const exponent = BigInt(a.exponent + b.exponent);
  return pack(negative, (product << (SCALE + exponent)) >> 300n);
}

/** Rounds numerator / denominator, a ratio of 2^exponent times a number near one, to nearest even. */
function packNearest(negative: boolean, numerator: bigint, denominator: bigint, exponent: number): number {
  const sign = negative ? 0x80000000 : 0;
  let power = exponent;
  let top = numerator;
  let bottom = denominator;
  while (top >= 2n * bottom) {
    bottom *= 2n;
    power++;
  }
  while (top < bottom) {
    top *= 2n;
    power--;
  }
  let mantissa = (top << 23n) / bottom;
  const rest = (top << 23n) % bottom;
  if (2n * rest > bottom || (2n * rest === bottom && (mantissa & 1n) === 1n)) mantissa++;
  if (mantissa === 1n << 24n) {
    mantissa >>= 1n;
    power++;
  }
  const biased = power + 127;
  if (biased > 255) return (sign | 0x7fffffff) >>> 0;
  if (biased <= 0) return sign;
  return (sign | (biased << 23) | Number(mantissa & 0x7fffffn)) >>> 0;
}

export function oracleDiv(x: number, y: number): number {
  const a = parts(x);
  const b = parts(y);
  const negative = a.negative !== b.negative;
  if (b.mantissa === 0n) return negative ? 0xffffffff : 0x7fffffff;
  if (a.mantissa === 0n) return negative ? 0x80000000 : 0;
  return packNearest(negative, a.mantissa, b.mantissa, a.exponent - b.exponent);
}

function integerRoot(value: bigint): bigint {
  let guess = 1n << BigInt((bitLength(value) + 1) >> 1);
  for (;;) {
    const better = (guess + value / guess) >> 1n;
    if (better >= guess) return guess;
    guess = better;
  }
}

/** √|y|: an integer root with 60 bits more than needed; an inexact one is never a tie. */
export function oracleSqrt(y: number): number {
  const { exponent, mantissa } = parts(y);
  if (mantissa === 0n) return 0;
  const odd = (exponent + 1) & 1;
  const radicand = mantissa << BigInt(97 + odd);
  const root = integerRoot(radicand);
  const sticky = root * root === radicand ? 0n : 1n;
  return packNearest(false, root * 2n + sticky, 1n << 61n, (exponent - 127 - odd) / 2);
}

export function oracleRsqrt(x: number, y: number): number {
  if (parts(y).mantissa === 0n) return x >>> 31 === 1 ? 0xffffffff : 0x7fffffff;
  return oracleDiv(x, oracleSqrt(y));
}

/** cvt.s.w. */
export function oracleFromInteger(pattern: number): number {
  const value = BigInt(pattern | 0);
  if (value === 0n) return 0;
  return pack(value < 0n, (value < 0n ? -value : value) << SCALE);
}

/** trunc.w.s. */
export function oracleToInteger(x: number): number {
  const value = scaled(parts(x));
  const whole = value < 0n ? -(-value >> SCALE) : value >> SCALE;
  const least = -(2n ** 31n);
  const most = 2n ** 31n - 1n;
  return Number(BigInt.asUintN(32, whole < least ? least : whole > most ? most : whole));
}

function order(x: number): bigint {
  return scaled(parts(x));
}
export function oracleLess(x: number, y: number): boolean {
  return order(x) < order(y);
}
export function oracleEqual(x: number, y: number): boolean {
  return order(x) === order(y);
}
