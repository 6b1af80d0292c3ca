/**
 * The divider of the EE: mantissas of quotients and square roots, one binary digit of −1, 0 or 1 a step, with the
 * remainder kept as a sum and a carry (SRT division, radix 2). A digit is chosen from few bits of both words and the
 * last remainder is not looked at, so that a result may be one unit away from the nearest one. The steps are those of
 * TellowKrinkle/PS2Float (`ps2divsqrt.cpp`), which give all that was recorded on consoles; the principle is in Prabhu
 * and Zyner, "167 MHz radix-8 divide and square root using overlapped radix-2 stages" (ARITH-12, 1995).
 */

/** Steps, and so digits, of a result. */
const STEPS = 25;
/** Bits of the remainder from one half upwards: those whose carries are propagated to choose a digit. */
const HALVES = 0xff000000 | 0;
const HALF = 0x01000000;
const QUARTER = 0x00800000;

/** The digit that a remainder asks for. The quarters of its two words are not added, but joined by a logical or. */
function nextDigit(sum: number, carry: number): number {
  const halves = ((sum & HALVES) + (carry & HALVES)) | 0;
  if (halves < -HALF) return -1;
  return halves > 0 || (halves === 0 && ((sum | carry) & QUARTER) !== 0) ? 1 : 0;
}

/**
 * The quotient of two mantissas (bit 23 set) in units of 2⁻²⁴, 2²³ or more; it has 25 bits when the first is not
 * less than the second.
 */
export function mantissaQuotient(dividend: number, divisor: number): number {
  const step = divisor << 2;
  let sum = dividend << 2;
  let carry = 0;
  let digit = 1;
  let quotient = 0;
  for (let i = 0; i < STEPS; i++) {
    quotient = 2 * quotient + digit;
    if (digit === 0) {
      // The digit is chosen from the words as they are, but they pass through the adder nevertheless.
      digit = nextDigit(sum, carry);
      const both = sum & carry;
      sum ^= carry;
      carry = both << 1;
    } else {
      // Subtracting is adding the complement and, in the free lowest bit of the carries, one.
      const third = digit > 0 ? ~step : step;
      if (digit > 0) carry |= 1;
      const either = sum ^ carry;
      carry = ((sum & carry) | (either & third)) << 1;
      sum = either ^ third;
      digit = nextDigit(sum, carry);
    }
    sum <<= 1;
    carry <<= 1;
  }
  return quotient;
}

/** The square root, 2²³ or more, of a mantissa (bit 23 set) times 2²³, or times 2²⁴ for an odd exponent. */
export function mantissaRoot(mantissa: number, isOdd: boolean): number {
  let sum = mantissa << (isOdd ? 2 : 1);
  let carry = 0;
  let digit = 1;
  // In units of 2⁻²⁵: a digit at `place` adds digit · place to the root and takes (2 · root + digit · place) · digit
  // from the remainder, here by halves.
  let root = 0;
  for (let place = 1 << 25; place > 1; place >>= 1) {
    if (digit === 0) {
      digit = nextDigit(sum, carry);
      const both = sum & carry;
      sum ^= carry;
      carry = both << 1;
    } else {
      const mean = root + digit * (place >> 1);
      root += digit * place;
      const third = digit > 0 ? ~mean : mean;
      if (digit > 0) carry |= 1;
      const either = sum ^ carry;
      carry = ((sum & carry) | (either & third)) << 1;
      sum = either ^ third;
      digit = nextDigit(sum, carry);
    }
    sum <<= 1;
    carry <<= 1;
  }
  return root >> 2;
}
