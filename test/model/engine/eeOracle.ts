/**
 * The EE floats of docs/arithmetic.md once more, in big integers and without any shortcut: exact results, then one
 * rounding. Patterns are unsigned integers. Slow, and made to be compared with by eye and by test.
 */

const signBit = 0x80000000;
const largest = 0x7fffffff;

interface Parts {
  readonly negative: boolean;
  /** The exponent field. */
  readonly exponent: number;
  /** 24 bits. */
  readonly mantissa: bigint;
}

function partsOf(pattern: number): Parts {
  return {
    negative: pattern >= signBit,
    exponent: Math.floor(pattern / 0x800000) % 256,
    mantissa: BigInt(pattern % 0x800000) + 0x800000n,
  };
}

function zero(negative: boolean): number {
  return negative ? signBit : 0;
}

function bitLength(value: bigint): number {
  const digits = value.toString(16);
  return 4 * digits.length - Math.clz32(parseInt(digits.charAt(0), 16)) + 28;
}

/** The pattern of ± value · 2^power, value > 0, cut to 24 bits; `power` as the weight of its last bit. */
function truncated(negative: boolean, value: bigint, power: number): number {
  const length = bitLength(value);
  const mantissa = length > 24 ? value >> BigInt(length - 24) : value << BigInt(24 - length);
  return assembled(negative, mantissa, power + length - 24);
}

/** `mantissa` has 24 bits, the last of weight 2^power. */
function assembled(negative: boolean, mantissa: bigint, power: number): number {
  const exponent = power + 150;
  if (exponent < 1) return zero(negative);
  if (exponent > 255) return zero(negative) + largest;
  return zero(negative) + exponent * 0x800000 + Number(mantissa - 0x800000n);
}

export function add(a: number, b: number): number {
  const [x, y] = [partsOf(a), partsOf(b)];
  if (x.exponent === 0 && y.exponent === 0) return zero(x.negative && y.negative);
  if (x.exponent === 0) return b;
  if (y.exponent === 0) return a;
  const difference = Math.abs(x.exponent - y.exponent);
  const [large, small] = x.exponent >= y.exponent ? [a, b] : [b, a];
  if (difference >= 25) return large;
  const cleared = difference < 1 ? small : small - (small % 2 ** (difference - 1));
  const [l, s] = [partsOf(large), partsOf(cleared)];
  const signed = (parts: Parts, shift: number): bigint =>
    (parts.negative ? -1n : 1n) * (parts.mantissa << BigInt(shift));
  const sum = signed(l, difference) + signed(s, 0);
  if (sum === 0n) return 0;
  return truncated(sum < 0n, sum < 0n ? -sum : sum, s.exponent - 150);
}

export function sub(a: number, b: number): number {
  return add(a, b >= signBit ? b - signBit : b + signBit);
}

export function mul(a: number, b: number): number {
  const [x, y] = [partsOf(a), partsOf(b)];
  const negative = x.negative !== y.negative;
  if (x.exponent === 0 || y.exponent === 0) return zero(negative);
  return truncated(negative, product(x.mantissa, y.mantissa), x.exponent + y.exponent - 300);
}

const word = (value: bigint): bigint => BigInt.asUintN(32, value);

/** The multiplier: rows 0 … 7 of the radix-4 Booth form of `b`, summed with the carries that it drops. */
function product(a: bigint, b: bigint): bigint {
  const digitOf = [0n, 1n, 1n, 2n, -2n, -1n, -1n, 0n];
  const rows: bigint[] = [];
  const negatives: bigint[] = [];
  for (let i = 0n; i < 8n; i++) {
    const digit = digitOf[Number(((b << 1n) >> (2n * i)) & 7n)] ?? 0n;
    const size = digit < 0n ? -digit : digit;
    const row = word((size * a) << (2n * i));
    rows.push(digit < 0n ? word(row ^ (0xffffffffn << (2n * i))) : row);
    negatives.push(digit < 0n ? 1n << (2n * i) : 0n);
  }
  const row = (i: number): bigint => rows[i] ?? 0n;
  const negative = (i: number): bigint => negatives[i] ?? 0n;
  const carrySave = (x: bigint, y: bigint, z: bigint) => ({
    sum: x ^ y ^ z,
    carry: word(((x & y) | ((x ^ y) & z)) << 1n),
  });
  const without = (value: bigint, bits: number): bigint => (value >> BigInt(bits)) << BigInt(bits);
  const t0 = carrySave(row(1), row(2), row(3));
  const t1 = carrySave(without(row(4), 11), without(row(5), 12), row(6));
  t1.carry |= negative(6) | (row(5) & 0x800n);
  const seventh = row(7) | ((row(5) & 0x400n) + negative(5));
  const t2 = carrySave(row(0), t0.sum, t0.carry);
  const t3 = carrySave(seventh, t1.sum, t1.carry);
  const t4 = carrySave(t2.carry, t3.sum, t3.carry);
  const t5 = carrySave(t2.sum, t4.sum, t4.carry);
  const low = without(t5.sum, 15) + without(word(t5.carry + negative(7)), 15);
  const exact = a * b;
  return exact - ((low ^ exact) & 0x8000n);
}

/** A remainder of the divider: the two words, of 32 bits each, stand for their sum. */
interface Remainder {
  readonly sum: bigint;
  readonly carry: bigint;
}

/** The digit that a remainder asks for: −1 below −1/2, 1 from 1/4 on, by an estimate that is a little too small. */
function digitFor({ sum, carry }: Remainder): bigint {
  const halves = BigInt.asIntN(8, (sum >> 24n) + (carry >> 24n));
  const hasQuarter = ((sum | carry) >> 23n) % 2n === 1n;
  if (halves <= -2n) return -1n;
  return halves >= 1n || (halves === 0n && hasQuarter) ? 1n : 0n;
}

/** What the adder makes of a remainder from which digit · amount is taken; `amount` is not negative. */
function taken({ sum, carry }: Remainder, digit: bigint, amount: bigint): Remainder {
  const third = digit === 0n ? 0n : digit > 0n ? word(-1n - amount) : amount;
  const second = digit > 0n ? carry + 1n : carry;
  const sums = sum ^ second ^ third;
  return { sum: sums, carry: word(sum + second + third - sums) };
}

/** The first 25 digits, of which the first is 1, as an integer. */
function divider(start: bigint, amountOf: (integer: bigint, digit: bigint, index: bigint) => bigint): bigint {
  let remainder: Remainder = { sum: start, carry: 0n };
  let digit = 1n;
  let integer = 0n;
  for (let index = 0n; index < 25n; index++) {
    const next = taken(remainder, digit, amountOf(integer, digit, index));
    integer = 2n * integer + digit;
    digit = digitFor(digit === 0n ? remainder : next);
    remainder = { sum: word(2n * next.sum), carry: word(2n * next.carry) };
  }
  return integer;
}

export function div(a: number, b: number): number {
  const [x, y] = [partsOf(a), partsOf(b)];
  const negative = x.negative !== y.negative;
  if (y.exponent === 0) return zero(negative) + largest;
  if (x.exponent === 0) return zero(negative);
  const quotient = divider(4n * x.mantissa, () => 4n * y.mantissa);
  return truncated(negative, quotient, x.exponent - y.exponent - 24);
}

export function sqrt(a: number): number {
  const x = partsOf(a);
  if (x.exponent === 0) return 0;
  const even = x.exponent % 2 === 1;
  // With R = integer · 2^(26 − index) and D = digit · 2^(25 − index), (R + D)² − R² = D · (2R + D).
  const root = divider((even ? 2n : 4n) * x.mantissa, (integer, digit, index) => {
    const twiceRoot = integer << (27n - index);
    const added = digit << (25n - index);
    return (twiceRoot + added) / 2n;
  });
  return truncated(false, root, (x.exponent - (even ? 127 : 128)) / 2 - 24);
}

/** What a pattern stands for; a double holds all of them. */
export function valueOf(pattern: number): number {
  const { negative, exponent, mantissa } = partsOf(pattern);
  return (negative ? -1 : 1) * Number(mantissa) * 2 ** (exponent - 150);
}

export function fromInt(value: number): number {
  return value === 0 ? 0 : truncated(value < 0, BigInt(Math.abs(value)), 0);
}

export function trunc(a: number): number {
  const { negative, exponent, mantissa } = partsOf(a);
  if (exponent === 0) return 0;
  const shift = BigInt(exponent - 150);
  const magnitude = shift >= 0n ? mantissa << shift : mantissa >> -shift;
  const value = negative ? -magnitude : magnitude;
  return Number(value > 0x7fffffffn ? 0x7fffffffn : value < -0x80000000n ? -0x80000000n : value);
}

export function less(a: number, b: number): boolean {
  const valueOf = (pattern: number): bigint => {
    const { negative, exponent, mantissa } = partsOf(pattern);
    if (exponent === 0) return 0n;
    const magnitude = mantissa << BigInt(exponent);
    return negative ? -magnitude : magnitude;
  };
  return valueOf(a) < valueOf(b);
}
