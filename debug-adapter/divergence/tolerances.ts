import type { PlannedKind } from '../../model/plan/plan';

/** The largest relative difference of a result that still counts as equal, by the kind of operation. 0: bit for bit. */
export type Tolerances = Readonly<Record<PlannedKind, number>>;

const of = (sum: number, other: number): Tolerances => ({
  ...{ matmul: sum, attention: sum, rmsnorm: sum, mix: sum },
  ...{ embed: other, add: other, rope: other, swiglu: other, quantise: sum, sample: 0 },
});

/** Both sides compute alike. */
export const bitEqual = of(0, 0);

/** EE arithmetic against IEEE 754: each operation drops what IEEE rounds, and sums add that up. */
export const betweenArithmetics = of(1e-3, 1e-4);

/** A quantised model against its source: Q4 alone loses some percent of each vector, and it adds up over the layers. */
export const betweenModels = of(1, 1);

const kinds = Object.keys(bitEqual) as PlannedKind[];

/**
 * Tolerances from words such as `1e-3` (for all) or `matmul=1e-3,attention=0.01`.
 * @throws Error that says what to write.
 */
export function tolerancesOf(words: string, usual: Tolerances): Tolerances {
  let found = usual;
  for (const word of words.split(',')) {
    const [, name, text = ''] = /^(?:([^=]*)=)?(.*)$/.exec(word) ?? [];
    const value = Number(text);
    const isKind = name === undefined || kinds.some((kind) => kind === name);
    if (!isKind || text.trim() === '' || !(value >= 0))
      throw new Error(
        `"${word}" is not a tolerance: write a number such as 1e-3, or one for each kind of operation, such as matmul=1e-3,attention=0.01. Kinds: ${kinds.join(', ')}.`,
      );
    found = name === undefined ? of(value, value) : { ...found, [name]: value };
  }
  return found;
}
