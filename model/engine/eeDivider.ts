/**
 * Mantissas of quotients and roots as the EE's divider finds them (docs/arithmetic.md, "The divider"): 25 digits of
 * −1, 0 or 1 each, chosen from the leading bits of a remainder that consists of a sum and a carry. Digits are masks,
 * since they are as good as random: `plus` is −1 for the digit 1, `minus` for the digit −1.
 */

/** The remainder as the last digit left it, and that digit; fields instead of results, so that nothing is allocated. */
let sum = 0;
let carry = 0;
let plus = 0;
let minus = 0;

function begin(remainder: number): void {
  sum = remainder;
  carry = 0;
  plus = -1;
  minus = 0;
}

/** Takes digit · `amount` from the remainder, doubles it and chooses the next digit. */
function step(amount: number): void {
  const third = (~amount & plus) | (amount & minus);
  const second = carry - plus;
  const sums = sum ^ second ^ third;
  const carries = ((sum & second) | (second & third) | (third & sum)) << 1;
  // With the digit 0 the adder changes both words, not their value; the next digit is chosen from the old ones.
  const added = plus | minus;
  const s = sum ^ ((sum ^ sums) & added);
  const c = carry ^ ((carry ^ carries) & added);
  const halves = (((s >> 24) + (c >> 24)) << 24) >> 24;
  const quarters = 2 * halves + (((s | c) >>> 23) & 1);
  plus = -quarters >> 31;
  minus = (quarters + 2) >> 31;
  sum = sums << 1;
  carry = carries << 1;
}

/** Of mantissas with bit 23 set, in units of 2⁻²⁴: 24 bits if `a` is less than `b`, else 25. */
export function quotientDigits(a: number, b: number): number {
  begin(a << 2);
  let positive = 0;
  let negative = 0;
  for (let left = 25; left > 0; left--) {
    positive = 2 * positive - plus;
    negative = 2 * negative - minus;
    step(b << 2);
  }
  return positive - negative;
}

/** The 24 leading bits of √(radicand · 2⁻²³) in units of 2⁻²³, where 1 ≤ radicand · 2⁻²³ < 4. */
export function rootDigits(radicand: number): number {
  begin(radicand << 1);
  let root = 0;
  for (let bit = 24; bit >= 0; bit--) {
    const digit = minus - plus;
    const half = digit << bit;
    // (root + digit)² − root² = digit · (2 · root + digit), and the remainder counts in halves.
    const amount = root + half;
    root += 2 * half;
    step(amount);
  }
  return root >> 2;
}
