import { closestNames } from '../../common/closestNames';

/** `Did you mean norm?`, or nothing when no known name is near. */
export function suggestion(wrong: string, known: Iterable<string>): string {
  const byLower = new Map(Array.from(known, (name) => [name.toLowerCase(), name]));
  const near = closestNames(wrong.toLowerCase(), [...byLower.keys()]).map(
    (name) => byLower.get(name) ?? name,
  );
  return near.length === 0 ? '' : ` Did you mean ${near.join(' or ')}?`;
}
