/**
 * The EE's multiplier. It recodes the second mantissa into radix-4 Booth digits and adds the rows in a carry-save
 * tree whose low columns are incomplete: carries are lost, and the product can come out 0x8000 too small. Only the
 * eight lowest rows take part. Source: hardware behaviour documented by the PCSX2 developers.
 *
 * Written without branches and without state: this runs for every twentieth product of small integers.
 */

/** Bits 2i+1, 2i and 2i−1 of b, which choose the multiple 0, 1, 1, 2, −2, −1, −1, 0 of row i; `b2` is 2·b. */
function triple(b2: number, row: number): number {
  return (b2 >>> (2 * row)) & 7;
}

/** All ones when the triple stands for a negative multiple (4, 5, 6). */
function negative(digit: number): number {
  return -((digit & (digit + 1)) >> 2);
}

/** Row i as the tree sees it: a negative multiple as one's complement from bit 2i upward. */
function rowOf(a: number, b2: number, row: number): number {
  const digit = triple(b2, row);
  const inverted = digit ^ (7 & -(digit >> 2));
  return ((a * ((inverted + 1) >> 1)) << (2 * row)) ^ (negative(digit) << (2 * row));
}

/** The +1 that completes the two's complement of a negative row. */
function pending(b2: number, row: number): number {
  return (negative(triple(b2, row)) & 1) << (2 * row);
}

function carries(x: number, y: number, z: number): number {
  return ((x & y) | ((x ^ y) & z)) << 1;
}

/**
 * The product of two 24-bit mantissas as the hardware forms it.
 * @returns a · b or 0x8000 less; exact in a double
 */
export function impreciseProduct(a: number, b: number): number {
  const b2 = b << 1;
  const row0 = rowOf(a, b2, 0);
  const row1 = rowOf(a, b2, 1);
  const row2 = rowOf(a, b2, 2);
  const row3 = rowOf(a, b2, 3);
  const row4 = rowOf(a, b2, 4) & ~0x7ff;
  const row5 = rowOf(a, b2, 5);
  const row6 = rowOf(a, b2, 6);
  const row7 = rowOf(a, b2, 7) | ((row5 & 0x400) + pending(b2, 5));
  const upper5 = row5 & ~0xfff;
  const sum0 = row1 ^ row2 ^ row3;
  const carry0 = carries(row1, row2, row3);
  const sum1 = row4 ^ upper5 ^ row6;
  const carry1 = carries(row4, upper5, row6) | pending(b2, 6) | (row5 & 0x800);
  const sum2 = row0 ^ sum0 ^ carry0;
  const carry2 = carries(row0, sum0, carry0);
  const sum3 = row7 ^ sum1 ^ carry1;
  const carry3 = carries(row7, sum1, carry1);
  const sum4 = carry2 ^ sum3 ^ carry3;
  const carry4 = carries(carry2, sum3, carry3);
  const sum5 = sum2 ^ sum4 ^ carry4;
  const carry5 = carries(sum2, sum4, carry4) + pending(b2, 7);
  const low = (sum5 & ~0x7fff) + (carry5 & ~0x7fff);
  return a * b - ((low ^ Math.imul(a, b)) & 0x8000);
}
