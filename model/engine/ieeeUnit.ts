import type { ArithmeticVersion } from '../plan/arithmeticVersion';
import { integersOf, scaledColumns, unitStart, type ScaledColumns } from '../plan/tileCodec';
import type { FloatUnit, WeightRows } from './floatUnit';
import { sumOfLanes } from './lanes';

const round = Math.fround;
const sumOf = (a: number, b: number): number => round(a + b);

/** Rows that are summed in parallel: the sums are independent, so four take the time of one. */
const sideBySide = 4;

/** IEEE binary32, round to nearest even, subnormals kept: `Math.fround` around each operation. */
export class IeeeUnit implements FloatUnit {
  readonly mode = 'ieee';
  private readonly floats: Float32Array;
  private readonly shorts: Int16Array;
  private readonly bytes: Int8Array;
  private readonly unsignedBytes: Uint8Array;
  private readonly value = new Float32Array(1);
  private readonly pattern = new Uint32Array(this.value.buffer);

  constructor(
    ram: ArrayBuffer,
    readonly version: ArithmeticVersion,
  ) {
    this.floats = new Float32Array(ram);
    this.shorts = new Int16Array(ram);
    this.bytes = new Int8Array(ram);
    this.unsignedBytes = new Uint8Array(ram);
  }

  fromBits(bits: number): number {
    this.pattern[0] = bits;
    return this.value[0] as number;
  }

  toBits(value: number): number {
    this.value[0] = value;
    return this.pattern[0] as number;
  }

  fromInt(value: number): number {
    return round(value);
  }

  trunc(value: number): number {
    return Math.max(-(2 ** 31), Math.min(2 ** 31 - 1, Math.trunc(value))) | 0;
  }

  add(a: number, b: number): number {
    return round(a + b);
  }

  sub(a: number, b: number): number {
    return round(a - b);
  }

  mul(a: number, b: number): number {
    return round(a * b);
  }

  div(a: number, b: number): number {
    return round(a / b);
  }

  sqrt(a: number): number {
    return round(Math.sqrt(a));
  }

  negate(a: number): number {
    return -a;
  }

  magnitude(a: number): number {
    return Math.abs(a);
  }

  less(a: number, b: number): boolean {
    return a < b;
  }

  load(address: number): number {
    return this.floats[address >>> 2] as number;
  }

  store(address: number, value: number): void {
    this.floats[address >>> 2] = value;
  }

  dot(a: number, b: number, length: number): number {
    const { floats } = this;
    const firstA = a >>> 2;
    const firstB = b >>> 2;
    if (this.version === 2) {
      const term = (i: number): number =>
        round((floats[firstA + i] as number) * (floats[firstB + i] as number));
      return sumOfLanes(term, length, 0, sumOf);
    }
    let sum = 0;
    for (let i = 0; i < length; i++) {
      sum = round(sum + round((floats[firstA + i] as number) * (floats[firstB + i] as number)));
    }
    return sum;
  }

  sum(x: number, length: number): number {
    const { floats } = this;
    const first = x >>> 2;
    if (this.version === 2) return sumOfLanes((i) => floats[first + i] as number, length, 0, sumOf);
    let sum = 0;
    for (let i = 0; i < length; i++) sum = round(sum + (floats[first + i] as number));
    return sum;
  }

  addScaled(out: number, scale: number, x: number, length: number): void {
    const { floats } = this;
    const firstOut = out >>> 2;
    const firstX = x >>> 2;
    for (let i = 0; i < length; i++) {
      const sum = (floats[firstOut + i] as number) + round(scale * (floats[firstX + i] as number));
      floats[firstOut + i] = sum;
    }
  }

  dotInt16(q: number, x: number, length: number): number {
    const { floats, shorts } = this;
    const firstQ = q >>> 1;
    const firstX = x >>> 2;
    const term = (i: number): number =>
      round((shorts[firstQ + i] as number) * (floats[firstX + i] as number));
    if (this.version === 2) return sumOfLanes(term, length, 0, sumOf);
    let sum = 0;
    for (let i = 0; i < length; i++) sum = round(sum + term(i));
    return sum;
  }

  addScaledInt16(out: number, scale: number, q: number, length: number): void {
    const { floats, shorts } = this;
    const firstOut = out >>> 2;
    const firstQ = q >>> 1;
    for (let i = 0; i < length; i++) {
      const sum = (floats[firstOut + i] as number) + round(scale * (shorts[firstQ + i] as number));
      floats[firstOut + i] = sum;
    }
  }

  storeInt16(address: number, value: number): void {
    this.shorts[address >>> 1] = value;
  }

  dequantise(integers: Int8Array, columns: readonly ScaledColumns[], out: number): void {
    for (const { scale, start, end } of columns) {
      const factor = this.load(scale);
      for (let i = start; i < end; i++) this.store(out + i * 4, (integers[i] as number) * factor);
    }
  }

  multiply(weights: WeightRows, x: number, out: number): void {
    const { shape, place, address, first, rows } = weights;
    const { type, cols } = shape;
    const end = first + rows;
    let row = first;
    const isPlain = this.version === 1 && (type === 'f32' || type === 'q8');
    for (; isPlain && row + sideBySide <= end; row += sideBySide) {
      if (type === 'f32') this.fourRows(weights, row, x, out);
      else this.fourInt8Rows(weights, row, x, out);
    }
    for (; row < end; row++) {
      const y =
        type === 'f32'
          ? this.dot(address + unitStart(shape, place, row), x, cols)
          : this.quantisedRow(weights, row, x);
      this.store(out + (row - first) * 4, y);
    }
  }

  private quantisedRow({ shape, place, address }: WeightRows, row: number, x: number): number {
    const integers = integersOf(shape, place, this.unsignedBytes.subarray(address), row);
    const sums = scaledColumns(shape, place, row).map(({ scale, start, end }) =>
      round(this.dotIntegers(integers, start, end, x) * this.load(address + scale)),
    );
    // The product of the only scale is not added to anything.
    return shape.type === 'q4g32' ? sums.reduce((y, product) => round(y + product), 0) : (sums[0] ?? 0);
  }

  /** Of the columns `start` … `end - 1`. */
  private dotIntegers(integers: Int8Array, start: number, end: number, x: number): number {
    const { floats } = this;
    const first = x >>> 2;
    let sum = 0;
    for (let i = start; i < end; i++) {
      sum = round(sum + round((integers[i] as number) * (floats[first + i] as number)));
    }
    return sum;
  }

  private fourRows(weights: WeightRows, row: number, x: number, out: number): void {
    const { shape, place, address, first } = weights;
    const { cols } = shape;
    const { floats } = this;
    const firstX = x >>> 2;
    const step = place.stride >>> 2;
    const row0 = (address + unitStart(shape, place, row)) >>> 2;
    const row1 = row0 + step;
    const row2 = row1 + step;
    const row3 = row2 + step;
    let sum0 = 0;
    let sum1 = 0;
    let sum2 = 0;
    let sum3 = 0;
    for (let i = 0; i < cols; i++) {
      const value = floats[firstX + i] as number;
      sum0 = round(sum0 + round((floats[row0 + i] as number) * value));
      sum1 = round(sum1 + round((floats[row1 + i] as number) * value));
      sum2 = round(sum2 + round((floats[row2 + i] as number) * value));
      sum3 = round(sum3 + round((floats[row3 + i] as number) * value));
    }
    this.storeFour(out + (row - first) * 4, sum0, sum1, sum2, sum3);
  }

  private fourInt8Rows(weights: WeightRows, row: number, x: number, out: number): void {
    const { shape, place, address, first } = weights;
    const { cols } = shape;
    const { stride } = place;
    const { floats, bytes } = this;
    const firstX = x >>> 2;
    const row0 = address + unitStart(shape, place, row);
    const row1 = row0 + stride;
    const row2 = row1 + stride;
    const row3 = row2 + stride;
    let sum0 = 0;
    let sum1 = 0;
    let sum2 = 0;
    let sum3 = 0;
    for (let i = 0; i < cols; i++) {
      const value = floats[firstX + i] as number;
      sum0 = round(sum0 + round((bytes[row0 + i] as number) * value));
      sum1 = round(sum1 + round((bytes[row1 + i] as number) * value));
      sum2 = round(sum2 + round((bytes[row2 + i] as number) * value));
      sum3 = round(sum3 + round((bytes[row3 + i] as number) * value));
    }
    const scale = address + (row - place.rowStart) * 4;
    this.storeFour(
      out + (row - first) * 4,
      sum0 * this.load(scale),
      sum1 * this.load(scale + 4),
      sum2 * this.load(scale + 8),
      sum3 * this.load(scale + 12),
    );
  }

  private storeFour(out: number, a: number, b: number, c: number, d: number): void {
    this.store(out, a);
    this.store(out + 4, b);
    this.store(out + 8, c);
    this.store(out + 12, d);
  }
}
