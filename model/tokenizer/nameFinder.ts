/** Steps of work for a character that is compared with the names: two searches in their list. */
const comparison = 4;

/**
 * Finds names in a text. A file may have hundreds of thousands of names that begin alike, so they are not tried one by
 * one: the sorted list is narrowed with each character.
 */
export class NameFinder<T> {
  private readonly names: readonly string[];
  private readonly values = new Map<string, T>();

  /** @param entries of two with the same name the first one counts; an empty name is never found. */
  constructor(entries: Iterable<readonly [name: string, value: T]>) {
    for (const [name, value] of entries)
      if (name !== '' && !this.values.has(name)) this.values.set(name, value);
    this.names = [...this.values.keys()].sort();
  }

  /**
   * The longest name that stands in a text at `at`.
   * @param spend is called with the steps of work.
   */
  longestAt(
    text: string,
    at: number,
    spend: (steps: number) => void = () => undefined,
  ): { readonly name: string; readonly value: T } | undefined {
    let [low, high, depth] = [0, this.names.length, 0];
    let found: string | undefined;
    while (low < high) {
      const first = this.names[low];
      if (first?.length === depth) {
        if (depth > 0) found = first;
        low++;
        continue;
      }
      if (at + depth >= text.length) break;
      const code = text.charCodeAt(at + depth);
      [low, high] = [this.firstFrom(low, high, depth, code), this.firstFrom(low, high, depth, code + 1)];
      depth++;
    }
    spend(depth * comparison);
    const value = found === undefined ? undefined : this.values.get(found);
    return found === undefined || value === undefined ? undefined : { name: found, value };
  }

  /** The first of some names, equal up to `depth`, whose character there is not before `code`. */
  private firstFrom(low: number, high: number, depth: number, code: number): number {
    let [from, to] = [low, high];
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((this.names[middle] ?? '').charCodeAt(depth) < code) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}
