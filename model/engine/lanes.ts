/**
 * The lane sum of docs/arithmetic.md, "Version 2": term i is added to lane i mod 4, and the sum is (l0 + l1) + (l2 + l3).
 * @param zero 0 as a value of the unit
 */
export function sumOfLanes(
  term: (i: number) => number,
  length: number,
  zero: number,
  add: (a: number, b: number) => number,
): number {
  let [l0, l1, l2, l3] = [zero, zero, zero, zero];
  const whole = length & ~3;
  for (let i = 0; i < whole; i += 4) {
    l0 = add(l0, term(i));
    l1 = add(l1, term(i + 1));
    l2 = add(l2, term(i + 2));
    l3 = add(l3, term(i + 3));
  }
  if (whole < length) l0 = add(l0, term(whole));
  if (whole + 1 < length) l1 = add(l1, term(whole + 1));
  if (whole + 2 < length) l2 = add(l2, term(whole + 2));
  return add(add(l0, l1), add(l2, l3));
}
