import { int8Shortfall } from './boothDefect';
import * as ee from './eeFloat';
import type { ArithmeticVersion } from '../plan/arithmeticVersion';
import { integersOf, scaledColumns, unitStart, type ScaledColumns } from '../plan/tileCodec';
import type { FloatUnit, WeightRows } from './floatUnit';
import { sumOfLanes } from './lanes';

const { add, mul, mulInt8 } = ee;

/** The EE's COP1: values are bit patterns, held as int32. */
export class EeUnit implements FloatUnit {
  readonly mode = 'ee';
  readonly fromInt = ee.fromInt;
  readonly trunc = ee.trunc;
  readonly add = ee.add;
  readonly sub = ee.sub;
  readonly mul = ee.mul;
  readonly div = ee.div;
  readonly sqrt = ee.sqrt;
  readonly less = ee.less;
  private readonly patterns: Int32Array;
  private readonly shorts: Int16Array;
  private readonly bytes: Uint8Array;
  private readonly shortfall = int8Shortfall();

  constructor(
    ram: ArrayBuffer,
    readonly version: ArithmeticVersion,
  ) {
    this.patterns = new Int32Array(ram);
    this.shorts = new Int16Array(ram);
    this.bytes = new Uint8Array(ram);
  }

  fromBits(bits: number): number {
    return bits | 0;
  }

  toBits(value: number): number {
    return value >>> 0;
  }

  negate(a: number): number {
    return a ^ 0x80000000;
  }

  magnitude(a: number): number {
    return a & 0x7fffffff;
  }

  load(address: number): number {
    return this.patterns[address >>> 2] as number;
  }

  store(address: number, value: number): void {
    this.patterns[address >>> 2] = value;
  }

  dot(a: number, b: number, length: number): number {
    const { patterns } = this;
    const firstA = a >>> 2;
    const firstB = b >>> 2;
    if (this.version === 2) {
      const term = (i: number): number => mul(patterns[firstA + i] as number, patterns[firstB + i] as number);
      return sumOfLanes(term, length, 0, add);
    }
    let sum = 0;
    for (let i = 0; i < length; i++) {
      sum = add(sum, mul(patterns[firstA + i] as number, patterns[firstB + i] as number));
    }
    return sum;
  }

  sum(x: number, length: number): number {
    const { patterns } = this;
    const first = x >>> 2;
    if (this.version === 2) return sumOfLanes((i) => patterns[first + i] as number, length, 0, add);
    let sum = 0;
    for (let i = 0; i < length; i++) sum = add(sum, patterns[first + i] as number);
    return sum;
  }

  addScaled(out: number, scale: number, x: number, length: number): void {
    const { patterns, version } = this;
    const firstOut = out >>> 2;
    const firstX = x >>> 2;
    for (let i = 0; i < length; i++) {
      const value = patterns[firstX + i] as number;
      const product = version === 1 ? mul(scale, value) : mul(value, scale);
      patterns[firstOut + i] = add(patterns[firstOut + i] as number, product);
    }
  }

  dotInt16(q: number, x: number, length: number): number {
    const { patterns, shorts } = this;
    const firstQ = q >>> 1;
    const firstX = x >>> 2;
    const term = (i: number): number =>
      mul(ee.fromInt(shorts[firstQ + i] as number), patterns[firstX + i] as number);
    if (this.version === 2) return sumOfLanes(term, length, 0, add);
    let sum = 0;
    for (let i = 0; i < length; i++) sum = add(sum, term(i));
    return sum;
  }

  addScaledInt16(out: number, scale: number, q: number, length: number): void {
    const { patterns, shorts, version } = this;
    const firstOut = out >>> 2;
    const firstQ = q >>> 1;
    for (let i = 0; i < length; i++) {
      const value = ee.fromInt(shorts[firstQ + i] as number);
      const product = version === 1 ? mul(scale, value) : mul(value, scale);
      patterns[firstOut + i] = add(patterns[firstOut + i] as number, product);
    }
  }

  storeInt16(address: number, value: number): void {
    this.shorts[address >>> 1] = value;
  }

  dequantise(integers: Int8Array, columns: readonly ScaledColumns[], out: number): void {
    for (const { scale, start, end } of columns) {
      const factor = this.load(scale);
      for (let i = start; i < end; i++)
        this.store(out + i * 4, mulInt8(integers[i] as number, factor, this.shortfall));
    }
  }

  multiply(weights: WeightRows, x: number, out: number): void {
    const { shape, place, address, first, rows } = weights;
    for (let row = first; row < first + rows; row++) {
      const y =
        shape.type === 'f32'
          ? this.dot(address + unitStart(shape, place, row), x, shape.cols)
          : this.quantisedRow(weights, row, x);
      this.store(out + (row - first) * 4, y);
    }
  }

  private quantisedRow({ shape, place, address }: WeightRows, row: number, x: number): number {
    const integers = integersOf(shape, place, this.bytes.subarray(address), row);
    const sums = scaledColumns(shape, place, row).map(({ scale, start, end }) =>
      mul(this.dotIntegers(integers, start, end, x), this.load(address + scale)),
    );
    // The product of the only scale is not added to anything.
    return shape.type === 'q4g32' ? sums.reduce((y, product) => add(y, product), 0) : (sums[0] ?? 0);
  }

  /** Of the columns `start` … `end - 1`. */
  private dotIntegers(integers: Int8Array, start: number, end: number, x: number): number {
    const { patterns, shortfall } = this;
    const first = x >>> 2;
    let sum = 0;
    for (let i = start; i < end; i++) {
      sum = add(sum, mulInt8(integers[i] as number, patterns[first + i] as number, shortfall));
    }
    return sum;
  }
}
