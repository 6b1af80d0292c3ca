import { Exponential } from './exponential';
import type { FloatUnit } from './floatUnit';
import { sumOfLanes } from './lanes';
import { selectDescending, type ValueRows } from './selection';

/** Ids that are sorted first when nothing limits their number; then as many again as there are. */
const firstSorted = 64;

/** The list of docs/arithmetic.md, "Sample in version 2". It is sorted only as far as it is asked for. */
export class CandidateList {
  readonly count: number;
  private readonly exponential: Exponential;
  private readonly largest: number;
  private readonly share: number;
  private sorted = 0;

  /**
   * @param rows logits by id, and a row for ids
   * @param temperature as a value of the unit
   */
  constructor(
    private readonly unit: FloatUnit,
    private readonly ids: Int32Array,
    private readonly rows: ValueRows,
    vocabSize: number,
    topK: number,
    private readonly temperature: number,
  ) {
    this.exponential = new Exponential(unit);
    for (let id = 0; id < vocabSize; id++) ids[(rows.ids >>> 2) + id] = id;
    const isLimited = topK > 0 && topK < vocabSize;
    this.count = isLimited ? topK : vocabSize;
    if (isLimited) selectDescending(unit, ids, rows, vocabSize, topK);
    let largest = this.valueAt(0);
    for (let i = 1; i < this.count; i++) {
      if (unit.less(largest, this.valueAt(i))) largest = this.valueAt(i);
    }
    this.largest = largest;
    const sum = sumOfLanes(
      (i) => this.weightOf(this.valueAt(i)),
      this.count,
      unit.fromBits(0),
      (a, b) => unit.add(a, b),
    );
    this.share = unit.div(unit.fromInt(1), sum);
  }

  /** The probability at a place of the order. */
  probability(index: number): number {
    const { unit, ids, rows } = this;
    while (this.sorted <= index) {
      const left = this.count - this.sorted;
      const wanted = Math.min(left, Math.max(firstSorted, this.sorted));
      const rest = { values: rows.values + this.sorted * 4, ids: rows.ids + this.sorted * 4 };
      selectDescending(unit, ids, rest, left, wanted);
      for (let i = 0; i < wanted; i++) {
        const value = unit.mul(this.weightOf(unit.load(rest.values + i * 4)), this.share);
        unit.store(rest.values + i * 4, value);
      }
      this.sorted += wanted;
    }
    return this.valueAt(index);
  }

  /** The id at a place of the order. */
  id(index: number): number {
    this.probability(index);
    return this.ids[(this.rows.ids >>> 2) + index] ?? 0;
  }

  private valueAt(index: number): number {
    return this.unit.load(this.rows.values + index * 4);
  }

  private weightOf(logit: number): number {
    const { unit } = this;
    return this.exponential.of(unit.div(unit.sub(logit, this.largest), this.temperature));
  }
}
