/**
 * The n-grams of one length, numbered by first occurrence. An n-gram is identified by the number of its prefix (all
 * but its last token, an n-gram of the next shorter length) and its last token.
 */
export class GramTable {
  private readonly numbers = new Map<number, number>();
  /** By number: the number of the prefix, and its count. */
  readonly contexts: number[] = [];
  readonly counts: number[] = [];

  constructor(private readonly vocabSize: number) {}

  find(context: number, token: number): number | undefined {
    return this.numbers.get(context * this.vocabSize + token);
  }

  /** The number of an n-gram; `isNew` if it was added now, with a count of 0. */
  enter(context: number, token: number): { readonly number: number; readonly isNew: boolean } {
    const key = context * this.vocabSize + token;
    const known = this.numbers.get(key);
    if (known !== undefined) return { number: known, isNew: false };
    const number = this.counts.length;
    this.numbers.set(key, number);
    this.contexts.push(context);
    this.counts.push(0);
    return { number, isNew: true };
  }

  count(number: number): void {
    this.counts[number] = (this.counts[number] ?? 0) + 1;
  }
}
