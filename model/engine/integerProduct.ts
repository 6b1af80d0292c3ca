import type { TensorType } from '../model';
import {
  bandShape,
  integersOf,
  scaledColumns,
  unitRows,
  unitStart,
  type StoredShape,
} from '../plan/tileCodec';
import { groupSize, tensorTypes } from '../tensorTypes';
import type { FloatUnit, WeightRows } from './floatUnit';

/** A vector as integers: EE addresses of its int16 values and of its f32 scale, which is behind zeros. */
export interface QuantisedVector {
  readonly values: number;
  readonly scale: number;
}

const mostQuantised = 32766;
const mostInt32 = 2 ** 31 - 1;
/** 2⁻⁶⁴: a vector without a larger value counts as zeros, so that the inverse stays a number. */
const leastBits = 0x1f800000;
const sixteenBits = 0x41800000;
const bandRows = unitRows.bands;

/** X of docs/arithmetic.md: the largest integer of a vector whose product with a row of the type stays in int32. */
export function quantisationLimit(type: TensorType, cols: number): number {
  const { bits, scales } = tensorTypes[type];
  const largest = bits === 2 ? 1 : 2 ** (bits - 1);
  const summed = scales === 'group' ? groupSize : cols;
  return Math.min(mostQuantised, Math.floor(mostInt32 / (largest * summed)));
}

/** The integer matmul of docs/arithmetic.md, version 2, on matrices in bands. */
export class IntegerProduct {
  private readonly words: Int32Array;
  private readonly shorts: Int16Array;
  private readonly bytes: Uint8Array;

  constructor(
    private readonly unit: FloatUnit,
    ram: ArrayBuffer,
  ) {
    this.words = new Int32Array(ram);
    this.shorts = new Int16Array(ram);
    this.bytes = new Uint8Array(ram);
  }

  /** @param x address of the floats; @param limit `quantisationLimit` */
  quantise(x: number, cols: number, limit: number, out: QuantisedVector): void {
    const { unit, shorts, words } = this;
    let largest = 0;
    for (let i = 0; i < cols; i++) largest = Math.max(largest, (words[(x >>> 2) + i] as number) & 0x7fffffff);
    const first = out.values >>> 1;
    // Padded columns of a band add nothing, and nothing is left of a longer vector.
    shorts.fill(0, first, out.scale >>> 1);
    if (largest < leastBits) {
      unit.store(out.scale, unit.fromBits(0));
      return;
    }
    const [most, magnitude] = [unit.fromInt(limit), unit.fromBits(largest)];
    const inverse = unit.div(most, magnitude);
    const sixteen = unit.fromBits(sixteenBits);
    for (let i = 0; i < cols; i++) {
      const sixteenths = unit.trunc(unit.mul(unit.mul(unit.load(x + i * 4), inverse), sixteen));
      shorts[first + i] = (sixteenths + 8) >> 4;
    }
    unit.store(out.scale, unit.div(magnitude, most));
  }

  /** One output for each row, stored from `out` on. @param weights whole bands, but for the last of the matrix */
  multiply(weights: WeightRows, x: QuantisedVector, out: number): void {
    const { shape, first, rows } = weights;
    const isGrouped = tensorTypes[shape.type].scales === 'group';
    if (isGrouped && shape.cols % groupSize !== 0) {
      // Each row changes groups at columns of its own.
      for (let row = first; row < first + rows; row++)
        this.unit.store(out + (row - first) * 4, this.groupedRow(weights, row, x));
      return;
    }
    const sums = new SumsOfX(this.shorts, x.values >>> 1, shape, isGrouped ? groupSize : shape.cols);
    for (let row = first; row < first + rows; row += bandRows)
      this.band(weights, row, x, sums, out + (row - first) * 4, Math.min(bandRows, first + rows - row));
  }

  private band(
    { shape, place, address }: WeightRows,
    row: number,
    x: QuantisedVector,
    sums: SumsOfX,
    out: number,
    rows: number,
  ): void {
    const { unit } = this;
    const { valueBytes } = bandShape(shape.type, shape.cols);
    const start = address + unitStart(shape, place, row);
    const s = unit.load(x.scale);
    const isGrouped = tensorTypes[shape.type].scales === 'group';
    const y = [0, 0, 0, 0].map((bits) => unit.fromBits(bits));
    const totals = new Int32Array(bandRows);
    for (let k = 0; k < sums.count; k++) {
      this.sumBand(shape, start, x.values >>> 1, k * sums.columns, sums.end(k), totals);
      for (let r = 0; r < rows; r++) {
        const sum = unit.fromInt(((totals[r] as number) - Math.imul(sums.bias, sums.of(k))) | 0);
        const scale = unit.load(start + valueBytes + (k * bandRows + r) * 4);
        y[r] = isGrouped ? unit.add(y[r] as number, unit.mul(sum, scale)) : unit.mul(sum, unit.mul(scale, s));
      }
    }
    for (let r = 0; r < rows; r++)
      unit.store(out + r * 4, isGrouped ? unit.mul(y[r] as number, s) : (y[r] as number));
  }

  /**
   * Sums of code · x over columns `from` … `to - 1` of the four rows of a band, modulo 2³²: only the sum without the
   * bias of the codes fits in an int32. `from` begins a byte.
   */
  private sumBand(
    { type, cols }: StoredShape,
    start: number,
    x: number,
    from: number,
    to: number,
    totals: Int32Array,
  ): void {
    const { fields, bits } = bandShape(type, cols);
    totals.fill(0);
    const first = start + (from / (2 * fields)) * 8;
    const end = x + to;
    if (bits === 8) this.addBytes(first, x + from, end, totals);
    else
      for (let field = 0; field < fields; field++)
        this.addField(first, x + from + 2 * field, end, field * bits, bits, totals);
  }

  /** The codes of Q8: a byte each. */
  private addBytes(start: number, x: number, end: number, totals: Int32Array): void {
    const { bytes, shorts } = this;
    let [sum0, sum1, sum2, sum3] = [0, 0, 0, 0];
    for (let i = x, at = start; i < end; i += 2, at += 8) {
      const x0 = shorts[i] as number;
      const x1 = shorts[i + 1] as number;
      sum0 = (sum0 + Math.imul(bytes[at] as number, x0) + Math.imul(bytes[at + 1] as number, x1)) | 0;
      sum1 = (sum1 + Math.imul(bytes[at + 2] as number, x0) + Math.imul(bytes[at + 3] as number, x1)) | 0;
      sum2 = (sum2 + Math.imul(bytes[at + 4] as number, x0) + Math.imul(bytes[at + 5] as number, x1)) | 0;
      sum3 = (sum3 + Math.imul(bytes[at + 6] as number, x0) + Math.imul(bytes[at + 7] as number, x1)) | 0;
    }
    totals.set([sum0, sum1, sum2, sum3]);
  }

  /** The codes in one field of each byte: every `8 / bits`-th pair of columns, from `x` on. */
  private addField(
    start: number,
    x: number,
    end: number,
    shift: number,
    bits: number,
    totals: Int32Array,
  ): void {
    const { bytes, shorts } = this;
    const mask = (1 << bits) - 1;
    const step = 16 / bits;
    const code = (at: number): number => ((bytes[at] as number) >> shift) & mask;
    let sum0 = totals[0] as number;
    let sum1 = totals[1] as number;
    let sum2 = totals[2] as number;
    let sum3 = totals[3] as number;
    for (let i = x, at = start; i < end; i += step, at += 8) {
      const x0 = shorts[i] as number;
      const x1 = shorts[i + 1] as number;
      sum0 = (sum0 + Math.imul(code(at), x0) + Math.imul(code(at + 1), x1)) | 0;
      sum1 = (sum1 + Math.imul(code(at + 2), x0) + Math.imul(code(at + 3), x1)) | 0;
      sum2 = (sum2 + Math.imul(code(at + 4), x0) + Math.imul(code(at + 5), x1)) | 0;
      sum3 = (sum3 + Math.imul(code(at + 6), x0) + Math.imul(code(at + 7), x1)) | 0;
    }
    totals.set([sum0, sum1, sum2, sum3]);
  }

  private groupedRow({ shape, place, address }: WeightRows, row: number, x: QuantisedVector): number {
    const { unit, shorts } = this;
    const integers = integersOf(shape, place, this.bytes.subarray(address), row);
    const first = x.values >>> 1;
    let y = unit.fromBits(0);
    for (const { scale, start, end } of scaledColumns(shape, place, row)) {
      let sum = 0;
      for (let i = start; i < end; i++) sum += (integers[i] as number) * (shorts[first + i] as number);
      y = unit.add(y, unit.mul(unit.fromInt(sum), unit.load(address + scale)));
    }
    return unit.mul(y, unit.load(x.scale));
  }
}

/** The sums of a vector over the columns of each scale, which the bias of the codes is taken from. */
class SumsOfX {
  readonly bias: number;
  readonly count: number;
  private readonly sums: readonly number[];

  constructor(
    shorts: Int16Array,
    x: number,
    private readonly shape: StoredShape,
    readonly columns: number,
  ) {
    this.bias = bandShape(shape.type, shape.cols).bias;
    this.count = Math.ceil(shape.cols / columns);
    this.sums = Array.from({ length: this.count }, (_, k) =>
      shorts.subarray(x + k * columns, x + this.end(k)).reduce((sum, value) => (sum + value) | 0, 0),
    );
  }

  of(k: number): number {
    return this.sums[k] ?? 0;
  }

  /** The last column + 1 of scale `k`. */
  end(k: number): number {
    return Math.min((k + 1) * this.columns, this.shape.cols);
  }
}
