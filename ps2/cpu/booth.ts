/**
 * The EE's multiplier. It recodes the second mantissa into radix-4 Booth digits and adds the rows in a carry-save
 * tree whose low columns are incomplete: carries are lost, and the product can come out 0x8000 too small. Only the
 * eight lowest rows take part. Source: hardware behaviour documented by the PCSX2 developers.
 */

/** Sum and carry of the last carry-save adder. */
let sum = 0;
let carry = 0;

function carrySave(x: number, y: number, z: number): void {
  sum = x ^ y ^ z;
  carry = ((x & y) | ((x ^ y) & z)) << 1;
}

/** Bits 2i+1, 2i and 2i−1 of b: which multiple of a row i adds (0, 1, 1, 2, −2, −1, −1, 0). */
function triple(b: number, row: number): number {
  return (row === 0 ? b << 1 : b >>> (2 * row - 1)) & 7;
}

function isNegative(digit: number): boolean {
  return digit >= 4 && digit <= 6;
}

/** Row i as the tree sees it: a negative multiple as one's complement from bit 2i upward. */
function rowOf(a: number, b: number, row: number): number {
  const digit = triple(b, row);
  if (digit === 0 || digit === 7) return 0;
  const shifted = a << (digit === 3 || digit === 4 ? 2 * row + 1 : 2 * row);
  return isNegative(digit) ? ~shifted & (-1 << (2 * row)) : shifted;
}

/** The +1 that completes the two's complement of a negative row. */
function pending(b: number, row: number): number {
  return isNegative(triple(b, row)) ? 1 << (2 * row) : 0;
}

/**
 * The product of two 24-bit mantissas as the hardware forms it.
 * @returns a · b or 0x8000 less; exact in a double
 */
export function impreciseProduct(a: number, b: number): number {
  const row5 = rowOf(a, b, 5);
  carrySave(rowOf(a, b, 1), rowOf(a, b, 2), rowOf(a, b, 3));
  const sum0 = sum;
  const carry0 = carry;
  carrySave(rowOf(a, b, 4) & ~0x7ff, row5 & ~0xfff, rowOf(a, b, 6));
  const sum1 = sum;
  const carry1 = carry | pending(b, 6) | (row5 & 0x800);
  const row7 = rowOf(a, b, 7) | ((row5 & 0x400) + pending(b, 5));
  carrySave(rowOf(a, b, 0), sum0, carry0);
  const sum2 = sum;
  const carry2 = carry;
  carrySave(row7, sum1, carry1);
  carrySave(carry2, sum, carry);
  carrySave(sum2, sum, carry);
  carry += pending(b, 7);
  const low = (sum & ~0x7fff) + (carry & ~0x7fff);
  return a * b - ((low ^ Math.imul(a, b)) & 0x8000);
}
