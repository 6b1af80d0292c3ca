import { int8Shortfall } from './boothDefect';
import * as ee from './eeFloat';
import type { FloatUnit, WeightRows } from './floatUnit';
import { integersOf, scaledColumns } from './quantisedRows';

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

  constructor(ram: ArrayBuffer) {
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
    let sum = 0;
    for (let i = 0; i < length; i++) {
      sum = add(sum, mul(patterns[firstA + i] as number, patterns[firstB + i] as number));
    }
    return sum;
  }

  addScaled(out: number, scale: number, x: number, length: number): void {
    const { patterns } = this;
    const firstOut = out >>> 2;
    const firstX = x >>> 2;
    for (let i = 0; i < length; i++) {
      const product = mul(scale, patterns[firstX + i] as number);
      patterns[firstOut + i] = add(patterns[firstOut + i] as number, product);
    }
  }

  dotInt16(q: number, x: number, length: number): number {
    const { patterns, shorts } = this;
    const firstQ = q >>> 1;
    const firstX = x >>> 2;
    let sum = 0;
    for (let i = 0; i < length; i++) {
      sum = add(sum, mul(ee.fromInt(shorts[firstQ + i] as number), patterns[firstX + i] as number));
    }
    return sum;
  }

  addScaledInt16(out: number, scale: number, q: number, length: number): void {
    const { patterns, shorts } = this;
    const firstOut = out >>> 2;
    const firstQ = q >>> 1;
    for (let i = 0; i < length; i++) {
      const product = mul(scale, ee.fromInt(shorts[firstQ + i] as number));
      patterns[firstOut + i] = add(patterns[firstOut + i] as number, product);
    }
  }

  storeInt16(address: number, value: number): void {
    this.shorts[address >>> 1] = value;
  }

  dequantise(weights: WeightRows, out: number): void {
    const integers = integersOf(weights, 0, this.bytes);
    for (const { scale, start, end } of scaledColumns(weights, 0)) {
      const factor = this.load(scale);
      for (let i = start; i < end; i++)
        this.store(out + i * 4, mulInt8(integers[i] as number, factor, this.shortfall));
    }
  }

  multiply(weights: WeightRows, x: number, out: number): void {
    const { type, rows, cols, stride, data } = weights;
    for (let row = 0; row < rows; row++) {
      const y = type === 'f32' ? this.dot(data + row * stride, x, cols) : this.quantisedRow(weights, row, x);
      this.store(out + row * 4, y);
    }
  }

  private quantisedRow(weights: WeightRows, row: number, x: number): number {
    const integers = integersOf(weights, row, this.bytes);
    if (weights.type !== 'q4g32') {
      return mul(this.dotIntegers(integers, 0, weights.cols, x), this.load(weights.scales + row * 4));
    }
    let y = 0;
    for (const { scale, start, end } of scaledColumns(weights, row)) {
      y = add(y, mul(this.dotIntegers(integers, start, end, x), this.load(scale)));
    }
    return y;
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
