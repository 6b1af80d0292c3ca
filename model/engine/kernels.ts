import { Exponential } from './exponential';
import type { FloatUnit } from './floatUnit';

/** A row in RAM: the EE address of its first element and the number of elements. */
export interface Row {
  readonly address: number;
  readonly cols: number;
}

/** Rows of keys or values of one layer, from position 0 on; `stride` in bytes. */
export interface Cache {
  readonly address: number;
  readonly stride: number;
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
const oneBits = 0x3f800000;

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
  attention(out: number, q: number, keys: Cache, values: Cache, scores: Cache, shape: AttentionShape): void {
    const { unit } = this;
    const { headDim, position } = shape;
    const scale = unit.fromBits(shape.scale);
    const perKvHead = shape.heads / shape.kvHeads;
    for (let head = 0; head < shape.heads; head++) {
      const row = scores.address + head * scores.stride;
      const atHead = head * headDim * wordBytes;
      const atKvHead = Math.floor(head / perKvHead) * headDim * wordBytes;
      for (let t = 0; t <= position; t++) {
        const dot = unit.dot(q + atHead, keys.address + t * keys.stride + atKvHead, headDim);
        unit.store(row + t * wordBytes, unit.mul(dot, scale));
      }
      this.softmax(row, position + 1);
      this.fillZero(out + atHead, headDim);
      for (let t = 0; t <= position; t++) {
        const value = values.address + t * values.stride + atKvHead;
        unit.addScaled(out + atHead, unit.load(row + t * wordBytes), value, headDim);
      }
    }
  }

  /** In place. `length` ≥ 1. */
  softmax(row: number, length: number): void {
    const { unit, exponential } = this;
    let largest = unit.load(row);
    this.each(length, (at) => {
      const value = unit.load(row + at);
      if (unit.less(largest, value)) largest = value;
    });
    let sum = this.zero;
    this.each(length, (at) => {
      const e = exponential.of(unit.sub(unit.load(row + at), largest));
      unit.store(row + at, e);
      sum = unit.add(sum, e);
    });
    this.each(length, (at) => unit.store(row + at, unit.div(unit.load(row + at), sum)));
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
