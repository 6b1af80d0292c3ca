/** An element of a vector with its two values. */
export interface ElementDifference {
  readonly position: number;
  readonly index: number;
  readonly found: number;
  readonly expected: number;
}

/** How the result of an operation differs from what was expected, over all its rows. */
export interface VectorDifference {
  /** Elements that differ, of all. */
  readonly differing: number;
  readonly elements: number;
  /** The first and the last element that differ. */
  readonly first: ElementDifference;
  readonly last: ElementDifference;
  /** The element with the largest difference. */
  readonly worst: ElementDifference;
  /** Length of the difference relative to the length of the expected vector, of the row where it is largest. */
  readonly relative: number;
}

/** A row of a result: what the target has and what was expected. */
export interface ComparedRow {
  readonly position: number;
  readonly found: Float64Array;
  readonly expected: Float64Array;
}

/** The difference of rows; undefined when all values are equal. */
export function vectorDifference(rows: readonly ComparedRow[]): VectorDifference | undefined {
  const differing: ElementDifference[] = [];
  let [elements, relative] = [0, 0];
  for (const { position, found, expected } of rows) {
    elements += expected.length;
    relative = Math.max(relative, relativeDifference(found, expected));
    expected.forEach((value, index) => {
      const other = found[index] ?? NaN;
      if (!Object.is(value, other)) differing.push({ position, index, found: other, expected: value });
    });
  }
  const [first, last] = [differing[0], differing.at(-1)];
  if (!first || !last) return undefined;
  const sizeOf = ({ found, expected }: ElementDifference): number => {
    const size = Math.abs(found - expected);
    return Number.isNaN(size) ? Infinity : size;
  };
  const worst = differing.reduce((most, one) => (sizeOf(one) > sizeOf(most) ? one : most), first);
  return { differing: differing.length, elements, first, last, worst, relative };
}

/** ‖found − expected‖ / ‖expected‖; Infinity when that is not a number. */
export function relativeDifference(found: Float64Array, expected: Float64Array): number {
  let [difference, size] = [0, 0];
  expected.forEach((value, index) => {
    difference += ((found[index] ?? NaN) - value) ** 2;
    size += value ** 2;
  });
  if (difference === 0) return 0;
  const relative = Math.sqrt(difference / size);
  return Number.isNaN(relative) ? Infinity : relative;
}
