/** Columns that each of the two masked rows of the tree loses. */
const row4Mask = ~0x7ff;
const row5Mask = ~0xfff;
const lowColumns = 0x7fff;

/**
 * The difference between the exact product `a · b` of two 24-bit mantissas and the EE multiplier's result: 0 or
 * 8000h.
 *
 * The multiplier sums the radix-4 Booth rows of `b` in a carry-save tree that drops carries from its low columns
 * (docs/arithmetic.md, "EE floats"; found by PCSX2's developers on consoles). Only rows 0 to 7 can reach bit 15, so
 * the others are not computed. `exactLow` is the low word of the exact product.
 */
export function boothDefect(a: number, b: number, exactLow: number): number {
  const digits = b << 1;
  const row0 = boothRow(a, digits, 0);
  const row1 = boothRow(a, digits, 2);
  const row2 = boothRow(a, digits, 4);
  const row3 = boothRow(a, digits, 6);
  const row4 = boothRow(a, digits, 8) & row4Mask;
  const whole5 = boothRow(a, digits, 10);
  const row5 = whole5 & row5Mask;
  const row6 = boothRow(a, digits, 12);
  const row7 = boothRow(a, digits, 14) | ((whole5 & 0x400) + negative(digits, 10));

  const sum0 = row1 ^ row2 ^ row3;
  const carry0 = majority(row1, row2, row3);
  const sum1 = row4 ^ row5 ^ row6;
  const carry1 = majority(row4, row5, row6) | negative(digits, 12) | (whole5 & 0x800);
  const sum2 = row0 ^ sum0 ^ carry0;
  const carry2 = majority(row0, sum0, carry0);
  const sum3 = row7 ^ sum1 ^ carry1;
  const carry3 = majority(row7, sum1, carry1);
  const sum4 = carry2 ^ sum3 ^ carry3;
  const carry4 = majority(carry2, sum3, carry3);
  const sum5 = sum2 ^ sum4 ^ carry4;
  const carry5 = (majority(sum2, sum4, carry4) + negative(digits, 14)) | 0;

  const low = ((sum5 & ~lowColumns) + (carry5 & ~lowColumns)) | 0;
  return (low ^ exactLow) & 0x8000;
}

let shortfall: Uint8Array | undefined;

/**
 * For a first operand that is an int8: whether its product falls short, 0 or 1, by the low 16 bits of the second
 * mantissa. The low 16 bits of such an operand's mantissa are zero, so that column 15 depends on the signs of the
 * Booth digits alone, and any operand of that kind represents all of them.
 */
export function int8Shortfall(): Uint8Array {
  shortfall ??= Uint8Array.from({ length: 0x10000 }, (_, low) => boothDefect(0x800000, low, 0) >>> 15);
  return shortfall;
}

/** The row of the digit whose three bits are `digits >>> shift & 7`, in its columns. */
function boothRow(a: number, digits: number, shift: number): number {
  switch ((digits >>> shift) & 7) {
    case 1:
    case 2:
      return a << shift;
    case 3:
      return a << (shift + 1);
    case 4:
      return ~(a << (shift + 1)) & (-1 << shift);
    case 5:
    case 6:
      return ~(a << shift) & (-1 << shift);
    default:
      return 0;
  }
}

/** Completes the two's complement of a negative row: one in its lowest column. */
function negative(digits: number, shift: number): number {
  const digit = (digits >>> shift) & 7;
  return digit >= 4 && digit <= 6 ? 1 << shift : 0;
}

/** Carries of a carry-save adder, in the columns that they count in. */
function majority(x: number, y: number, z: number): number {
  return ((x & y) | ((x ^ y) & z)) << 1;
}
