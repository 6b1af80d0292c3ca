/** A weight in five digits: `-0.012345`, `1.2e-7`. */
export const weight = (value: number): string => String(Number(value.toPrecision(5)));
