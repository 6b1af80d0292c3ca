import type { JsonValue } from '../../json';

/**
 * The value that a file states in several places, or under several names; undefined where it is in none.
 * @throws FormatError that names both places when two differ.
 */
export function oneStatement(places: readonly JsonValue[]): JsonValue | undefined {
  const stated = places.filter(({ exists }) => exists);
  const [first] = stated;
  for (const other of stated) {
    if (first === undefined || other.value === first.value) continue;
    throw other.wrong(
      `${JSON.stringify(first.value)} as in ${first.path}`,
      'the two disagree; correct the one that is wrong',
    );
  }
  return first;
}
