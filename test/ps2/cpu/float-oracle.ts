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

/** A word of the divider's remainder as its 32 bits, the lowest first. */
type Word = readonly boolean[];

function wordOf(value: bigint): Word {
  return Array.from({ length: 32 }, (_, i) => ((value >> BigInt(i)) & 1n) === 1n);
}

/** Bits `from` … 31 as a signed number. */
function signedOf(bits: Word, from: number): bigint {
  return BigInt.asIntN(
    32 - from,
    bits.slice(from).reduce((value, bit, i) => value | (bit ? 1n << BigInt(i) : 0n), 0n),
  );
}

/** The words twice as large. */
const doubled = (bits: Word): Word => [false, ...bits.slice(0, 31)];

/** A row of full adders: sums, and carries one place higher. */
function fullAdders(x: Word, y: Word, z: Word): readonly [sum: Word, carry: Word] {
  const ones = x.map((bit, i) => Number(bit) + Number(y[i]) + Number(z[i]));
  return [ones.map((count) => count % 2 === 1), doubled(ones.map((count) => count > 1))];
}

/** The digit for a remainder in two words: bit 24 counts a half, of bit 23 it matters whether one of them is set. */
function chooseDigit(sum: Word, carry: Word): bigint {
  const halves = BigInt.asIntN(8, signedOf(sum, 24) + signedOf(carry, 24));
  const estimate = 2n * halves + (sum[23] === true || carry[23] === true ? 1n : 0n);
  return estimate >= 1n ? 1n : estimate < -2n ? -1n : 0n;
}

/**
 * 25 digits of the divider, the first of which is 1, as one number in units of the last.
 * @param amount what a digit that is not 0 takes from the remainder, per unit of the digit.
 */
function digitsOf(
  remainder: bigint,
  amount: (digits: bigint, digit: bigint, left: number) => bigint,
): bigint {
  let [sum, carry] = [wordOf(remainder), wordOf(0n)];
  let [digits, digit] = [0n, 1n];
  for (let left = 24; left >= 0; left--) {
    const taken = wordOf(amount(digits, digit, left));
    const third = digit === 0n ? wordOf(0n) : digit === 1n ? taken.map((bit) => !bit) : taken;
    const second = digit === 1n ? [true, ...carry.slice(1)] : carry;
    const [newSum, newCarry] = fullAdders(sum, second, third);
    digits = 2n * digits + digit;
    digit = digit === 0n ? chooseDigit(sum, carry) : chooseDigit(newSum, newCarry);
    [sum, carry] = [doubled(newSum), doubled(newCarry)];
  }
  return digits;
}

/** A 24-bit mantissa whose last bit counts 2^(power − 23). */
function packMantissa(negative: boolean, mantissa: bigint, power: number): number {
  const sign = negative ? 0x80000000 : 0;
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
  const digits = digitsOf(a.mantissa << 2n, () => b.mantissa << 2n);
  const longer = digits >> 24n;
  return packMantissa(negative, digits >> longer, a.exponent - b.exponent - 1 + Number(longer));
}

/** √|y|. */
export function oracleSqrt(y: number): number {
  const { exponent, mantissa } = parts(y);
  if (mantissa === 0n) return 0;
  const odd = (exponent + 1) & 1;
  // Digits so far count 2^(left + 2) each when `left` follow this one: (r + d)² − r² = d · (2 · r + d), halved.
  const digits = digitsOf(
    mantissa << BigInt(1 + odd),
    (before, digit, left) => (before << BigInt(left + 2)) + (digit << BigInt(left)),
  );
  return packMantissa(false, digits >> 1n, (exponent - 127 - odd) / 2);
}

export function oracleRsqrt(x: number, y: number): number {
  if (parts(y).mantissa === 0n) return x >>> 31 === 1 ? 0xffffffff : 0x7fffffff;
  return oracleDiv(x, oracleSqrt(y));
}

/** What a pattern stands for; a double holds all of them. */
export function valueOf(pattern: number): number {
  const { negative, exponent, mantissa } = parts(pattern);
  return (negative ? -1 : 1) * Number(mantissa) * 2 ** (exponent - 150);
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
