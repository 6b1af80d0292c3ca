import type { Statistics } from './statistics';

/** A number with at most three significant digits and a true minus sign: `−0.0123`, `1.2e+7`, `0`. */
export function formatRounded(value: number): string {
  return withMinus(shortest(Number(value.toPrecision(3))));
}

/** A 32-bit float with as many digits as distinguish it from its neighbours. */
export function formatFloat(value: number): string {
  // `toPrecision` drops the sign of a zero.
  if (Object.is(value, -0)) return withMinus('-0');
  for (let digits = 6; digits < 9; digits++) {
    const text = value.toPrecision(digits);
    if (Math.fround(Number(text)) === value) return withMinus(shortest(Number(text)));
  }
  return withMinus(shortest(Number(value.toPrecision(9))));
}

/** `mean −0.01 σ 0.83 [−2.1, 3.4]` */
export function formatStatistics({ mean, deviation, min, max }: Statistics): string {
  const [low, high] = [formatRounded(min), formatRounded(max)];
  return `mean ${formatRounded(mean)} σ ${formatRounded(deviation)} [${low}, ${high}]`;
}

/** `1 position`, `3 positions` */
export function formatCount(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function shortest(value: number): string {
  const magnitude = Math.abs(value);
  const isPlain = magnitude === 0 || (magnitude >= 1e-4 && magnitude < 1e7);
  return isPlain ? String(value) : value.toExponential();
}

function withMinus(text: string): string {
  return text.replace(/^-/, '−');
}
