import { distance } from 'fastest-levenshtein';

/** As many as a sentence can name. */
const most = 3;

/**
 * The names that a wrong one was probably meant to be: one or two letters differ, one in a short name.
 * @param wrong compared as it is, so give both in the same case.
 * @returns the closest ones, all equally close, and none if there are too many to help.
 */
export function closestNames(wrong: string, names: readonly string[]): readonly string[] {
  const distances = names.map((name) => distance(wrong, name));
  const least = distances.reduce((a, b) => Math.min(a, b), Infinity);
  if (least > (wrong.length < 5 ? 1 : 2)) return [];
  const found = names.filter((_, index) => distances[index] === least);
  return found.length <= most ? found : [];
}
