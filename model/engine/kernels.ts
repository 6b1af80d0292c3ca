import { Exponential } from './exponential';
import type { FloatUnit } from './floatUnit';

/** A row in RAM: the EE address of its first element and the number of elements. */
export interface Row {
  readonly address: number;
  readonly cols: number;
}

/** Rows of scores, `stride` bytes apart. */
interface ScoreRows {
  readonly address: number;
  readonly stride: number;
}

/** Rows of keys or values of one layer, from position 0 on; `stride` in bytes. */
export interface Cache extends ScoreRows {
  /** Integers have a scale for each head after all of them. */
  readonly type: 'f32' | 'i16';
}

/** The parameters of attention for one position, besides its rows. */
export interface AttentionShape {
  readonly heads: number;
  readonly kvHeads: number;
  readonly headDim: number;
  /** f32 bits of 1 / √headDim. */
  readonly scale: number;
  /** The query's position; it attends to 0 … position. */
  readonly position: number;
}

const wordBytes = 4;
const shortBytes = 2;
const oneBits = 0x3f800000;
const halfBits = 0x3f000000;
const mostInt16 = 32767;
/** 2⁻⁶⁴: smaller values count as 0, so that the inverse stays a number. */
const leastQuantisedBits = 0x1f800000;

/** The operations of docs/arithmetic.md on rows in RAM, in the order of operands and sums that it fixes. */
export class Kernels {
  private readonly exponential: Exponential;
  private readonly zero: number;
  private readonly one: number;

  constructor(private readonly unit: FloatUnit) {
    this.exponential = new Exponential(unit);
    this.zero = unit.fromBits(0);
    this.one = unit.fromBits(oneBits);
  }

  /** @param eps f32 bits. */
  rmsnorm(out: Row, x: number, weights: number, eps: number): void {
    const { unit } = this;
    const mean = unit.div(unit.dot(x, x, out.cols), unit.fromInt(out.cols));
    const r = unit.div(this.one, unit.sqrt(unit.add(mean, unit.fromBits(eps))));
    this.each(out.cols, (at) => {
      unit.store(out.address + at, unit.mul(unit.mul(unit.load(x + at), r), unit.load(weights + at)));
    });
  }

  add(out: Row, a: number, b: number): void {
    const { unit } = this;
    this.each(out.cols, (at) => unit.store(out.address + at, unit.add(unit.load(a + at), unit.load(b + at))));
  }

  /** Rotates the pairs of every head. `cos` and `sin` are the table's rows of the position. `out` may be `x`. */
  rope(out: Row, x: number, headDim: number, cos: number, sin: number): void {
    const { unit } = this;
    for (let column = 0; column < out.cols; column += 2) {
      const at = column * wordBytes;
      const angle = ((column % headDim) / 2) * wordBytes;
      const x0 = unit.load(x + at);
      const x1 = unit.load(x + at + wordBytes);
      const c = unit.load(cos + angle);
      const s = unit.load(sin + angle);
      unit.store(out.address + at, unit.sub(unit.mul(x0, c), unit.mul(x1, s)));
      unit.store(out.address + at + wordBytes, unit.add(unit.mul(x0, s), unit.mul(x1, c)));
    }
  }

  /** One position, all heads. `scores` takes a row for each head. */
  attention(
    out: number,
    q: number,
    keys: Cache,
    values: Cache,
    scores: ScoreRows,
    shape: AttentionShape,
  ): void {
    const { unit } = this;
    const { headDim, position } = shape;
    const scale = unit.fromBits(shape.scale);
    const perKvHead = shape.heads / shape.kvHeads;
    for (let head = 0; head < shape.heads; head++) {
      const row = scores.address + head * scores.stride;
      const atHead = head * headDim * wordBytes;
      const kvHead = Math.floor(head / perKvHead);
      for (let t = 0; t <= position; t++) {
        const dot = this.productWith(keys, t, kvHead, q + atHead, shape);
        unit.store(row + t * wordBytes, unit.mul(dot, scale));
      }
      this.softmax(row, position + 1);
      this.fillZero(out + atHead, headDim);
      for (let t = 0; t <= position; t++) {
        this.addValue(out + atHead, unit.load(row + t * wordBytes), values, t, kvHead, shape);
      }
    }
  }

  /** The product of a head of the query with the key of position `t`. */
  private productWith(keys: Cache, t: number, kvHead: number, q: number, shape: AttentionShape): number {
    const { unit } = this;
    const { headDim, kvHeads } = shape;
    const row = keys.address + t * keys.stride;
    if (keys.type === 'f32') return unit.dot(q, row + kvHead * headDim * wordBytes, headDim);
    const scale = unit.load(row + kvHeads * headDim * shortBytes + kvHead * wordBytes);
    return unit.mul(unit.dotInt16(row + kvHead * headDim * shortBytes, q, headDim), scale);
  }

  /** Adds the value of position `t`, times its weight. */
  private addValue(
    out: number,
    weight: number,
    values: Cache,
    t: number,
    kvHead: number,
    shape: AttentionShape,
  ): void {
    const { unit } = this;
    const { headDim, kvHeads } = shape;
    const row = values.address + t * values.stride;
    if (values.type === 'f32') {
      unit.addScaled(out, weight, row + kvHead * headDim * wordBytes, headDim);
      return;
    }
    const scale = unit.load(row + kvHeads * headDim * shortBytes + kvHead * wordBytes);
    unit.addScaledInt16(out, unit.mul(weight, scale), row + kvHead * headDim * shortBytes, headDim);
  }

  /** A row of floats as int16, head by head, with the scales of the heads after them. */
  quantise(out: Row, x: number, headDim: number): void {
    const { unit } = this;
    const scales = out.address + out.cols * shortBytes;
    for (let column = 0; column < out.cols; column += headDim) {
      const scale = this.quantiseHead(out.address + column * shortBytes, x + column * wordBytes, headDim);
      unit.store(scales + (column / headDim) * wordBytes, scale);
    }
  }

  /** @returns the scale. */
  private quantiseHead(out: number, x: number, length: number): number {
    const { unit, zero } = this;
    let largest = zero;
    this.each(length, (at) => {
      const value = unit.magnitude(unit.load(x + at));
      if (unit.less(largest, value)) largest = value;
    });
    const isZero = unit.less(largest, unit.fromBits(leastQuantisedBits));
    const most = unit.fromInt(mostInt16);
    const inverse = isZero ? zero : unit.div(most, largest);
    this.each(length, (at) => {
      const q = isZero ? 0 : this.nearest(unit.mul(unit.load(x + at), inverse));
      unit.storeInt16(out + at / 2, Math.max(-mostInt16, Math.min(mostInt16, q)));
    });
    return isZero ? zero : unit.div(largest, most);
  }

  /** The nearest integer; halves away from zero. */
  private nearest(value: number): number {
    const { unit } = this;
    const half = unit.fromBits(halfBits);
    return unit.trunc(unit.less(value, this.zero) ? unit.sub(value, half) : unit.add(value, half));
  }

  /** In place. `length` ≥ 1. */
  softmax(row: number, length: number): void {
    const { unit, exponential } = this;
    let largest = unit.load(row);
    this.each(length, (at) => {
      const value = unit.load(row + at);
      if (unit.less(largest, value)) largest = value;
    });
    this.each(length, (at) => {
      unit.store(row + at, exponential.of(unit.sub(unit.load(row + at), largest)));
    });
    const sum = unit.sum(row, length);
    const share = unit.version === 2 ? unit.div(this.one, sum) : sum;
    this.each(length, (at) => {
      const e = unit.load(row + at);
      unit.store(row + at, unit.version === 2 ? unit.mul(e, share) : unit.div(e, sum));
    });
  }

  swiglu(out: Row, a: number, b: number): void {
    const { unit, exponential, one } = this;
    this.each(out.cols, (at) => {
      const gate = unit.load(a + at);
      const sigmoid = unit.div(one, unit.add(one, exponential.of(unit.negate(gate))));
      unit.store(out.address + at, unit.mul(unit.mul(gate, sigmoid), unit.load(b + at)));
    });
  }

  /** Sum of the rows `inputs`, each times its element of the row `weights`. */
  mix(out: Row, weights: number, inputs: readonly number[]): void {
    this.fillZero(out.address, out.cols);
    inputs.forEach((input, j) => {
      this.unit.addScaled(out.address, this.unit.load(weights + j * wordBytes), input, out.cols);
    });
  }

  private fillZero(out: number, length: number): void {
    this.each(length, (at) => this.unit.store(out + at, this.zero));
  }

  /** Byte offsets of `length` words, ascending. */
  private each(length: number, visit: (at: number) => void): void {
    for (let at = 0; at < length * wordBytes; at += wordBytes) visit(at);
  }
}
