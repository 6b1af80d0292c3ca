import { GramTable } from './gramTable';

/** Statistics of the tokens that follow a context. */
interface Followers {
  total: number;
  /** How many different tokens count once, twice, and more often. */
  readonly kinds: [number, number, number];
}

/** One length of n-grams, ready for queries. */
interface Level {
  readonly table: GramTable;
  /** By number of the context. */
  readonly followers: ReadonlyMap<number, Followers>;
  /** The discount of a count of one, two, and more. */
  readonly discounts: readonly [number, number, number];
}

/**
 * An n-gram model with interpolated modified Kneser-Ney smoothing (Chen and Goodman, 1998): a discount for counts of
 * one, two and more, estimated from the counts of counts of each length; shorter n-grams count the different tokens
 * before them, unless they start a text; the shortest ones are mixed with a uniform distribution.
 */
export class KneserNey {
  private readonly tables: readonly GramTable[];
  private levels: readonly Level[] | undefined;

  constructor(
    readonly order: number,
    private readonly vocabSize: number,
  ) {
    this.tables = Array.from({ length: order }, () => new GramTable(vocabSize));
  }

  /** Counts a text; its first token (BOS) is context only. */
  learn(ids: readonly number[]): void {
    const { order, tables } = this;
    this.levels = undefined;
    /** By length − 1: the numbers of the n-grams that end at the token before. */
    let before: number[] = [];
    ids.forEach((id, position) => {
      const here: number[] = [];
      for (let length = 1; length <= Math.min(order, position + 1); length++) {
        const table = tables[length - 1];
        if (table === undefined) break;
        const { number, isNew } = table.enter(length === 1 ? 0 : (before[length - 2] ?? 0), id);
        here.push(number);
        const isWhole = length === order || length === position + 1;
        if (isWhole && length > 1) table.count(number);
        // A new longer n-gram adds a new preceding token to its suffix.
        const end = here[length - 2];
        if (isNew && length > 1 && end !== undefined) tables[length - 2]?.count(end);
      }
      before = here;
    });
  }

  /** The probability of `token` after `context`, of which the last order − 1 tokens matter. */
  probability(context: readonly number[], token: number): number {
    const levels = (this.levels ??= this.tables.map(levelOf));
    let probability = 1 / this.vocabSize;
    for (let length = 1; length <= Math.min(levels.length, context.length + 1); length++) {
      const level = levels[length - 1];
      const number = this.numberOf(context.slice(context.length - length + 1));
      const followers = number === undefined ? undefined : level?.followers.get(number);
      // A context that never occurred is ignored, as are longer ones.
      if (level === undefined || number === undefined || followers === undefined) break;
      const { discounts, table } = level;
      const gram = table.find(number, token);
      const count = gram === undefined ? 0 : (table.counts[gram] ?? 0);
      const discount = count === 0 ? 0 : (discounts[Math.min(count, 3) - 1] ?? 0);
      const left = followers.kinds.reduce((sum, kinds, i) => sum + kinds * (discounts[i] ?? 0), 0);
      probability = (count - discount + left * probability) / followers.total;
    }
    return probability;
  }

  /** The number of an n-gram in its table; 0 for the empty one. */
  private numberOf(gram: readonly number[]): number | undefined {
    let number: number | undefined = 0;
    for (const [i, token] of gram.entries()) {
      number = this.tables[i]?.find(number, token);
      if (number === undefined) return undefined;
    }
    return number;
  }
}

function levelOf(table: GramTable): Level {
  const followers = new Map<number, Followers>();
  const occurring = [0, 0, 0, 0];
  table.counts.forEach((count, number) => {
    if (count === 0) return;
    const context = table.contexts[number] ?? 0;
    let known = followers.get(context);
    if (known === undefined) {
      known = { total: 0, kinds: [0, 0, 0] };
      followers.set(context, known);
    }
    known.total += count;
    const kind = Math.min(count, 3) - 1;
    known.kinds[kind] = (known.kinds[kind] ?? 0) + 1;
    if (count <= 4) occurring[count - 1] = (occurring[count - 1] ?? 0) + 1;
  });
  return { table, followers, discounts: discountsOf(occurring) };
}

/** From how many n-grams count once, twice, three and four times. */
function discountsOf(occurring: readonly number[]): [number, number, number] {
  const [n1 = 0, n2 = 0, n3 = 0, n4 = 0] = occurring;
  const y = n1 / (n1 + 2 * n2);
  const of = (count: number, more: number, less: number): number => {
    const discount = count - ((count + 1) * y * more) / less;
    // Too few n-grams to tell: half of one.
    return Number.isFinite(discount) && discount > 0 ? Math.min(discount, count) : 0.5;
  };
  return [of(1, n2, n1), of(2, n3, n2), of(3, n4, n3)];
}
