const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat('en', { maximumFractionDigits: 1, minimumFractionDigits: 1 });
const plain = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });

/** Numbers in text have a true minus sign. */
const withMinus = (text: string): string => text.replaceAll('-', '−');

/** `1,234`, without a unit: the column's header says it. */
export const count = (value: number): string => withMinus(whole.format(value));

/** A difference with its sign: `+1,234`, `−56`. */
export const signed = (value: number): string => (value > 0 ? `+${count(value)}` : count(value));

/** At most two decimals: `0.5`, `2`. */
export const decimal = (value: number): string => withMinus(plain.format(value));

/** So many significant digits: `−0.012345`, `1.2e−7`. */
export const significant = (value: number, digits: number): string =>
  withMinus(String(Number(value.toPrecision(digits))));

/** The first and the last of a run of numbers: `0–1,023`, or one alone. */
export const span = (first: number, last: number): string =>
  first === last ? count(first) : `${count(first)}–${count(last)}`;

/** `612 B`, `1.4 KiB`, `31.9 MiB`: for reading, with the unit. */
export function size(bytes: number): string {
  if (bytes < 1024) return `${whole.format(bytes)} B`;
  if (bytes < 1024 * 1024) return `${short.format(bytes / 1024)} KiB`;
  return `${short.format(bytes / (1024 * 1024))} MiB`;
}

/** `12.3 %`; what is there but rounds to nothing is `< 0.1 %`. */
export function percent(share: number): string {
  if (share > 0 && share < 0.001) return '< 0.1 %';
  return `${short.format(share * 100)} %`;
}

/** `0x00180000` */
export const address = (value: number): string => `0x${value.toString(16).toUpperCase().padStart(8, '0')}`;

/** `1 sector`, `2 sectors` */
export const counted = (value: number, unit: string, units = `${unit}s`): string =>
  `${whole.format(value)} ${value === 1 ? unit : units}`;

/** Milliseconds to three digits, or to a whole number: `0.042`, `4.21`, `42.1`, `1,421`. */
export function milliseconds(value: number): string {
  return fixed(value, decimalsFor(value));
}

/** How many decimals show three digits of a value, at most three. */
export function decimalsFor(value: number): number {
  if (value >= 100) return 0;
  if (value >= 10) return 1;
  return value >= 1 ? 2 : 3;
}

/** `1,421.50` with exactly so many decimals. */
export const fixed = (value: number, decimals: number): string =>
  withMinus(value.toLocaleString('en', { minimumFractionDigits: decimals, maximumFractionDigits: decimals }));
