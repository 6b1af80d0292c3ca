import { int8Shortfall } from './boothDefect';
import * as ee from './eeFloat';
import type { FloatUnit, WeightRows } from './floatUnit';

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
  private readonly bytes: Int8Array;
  private readonly shortfall = int8Shortfall();

  constructor(ram: ArrayBuffer) {
    this.patterns = new Int32Array(ram);
    this.bytes = new Int8Array(ram);
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

  dequantise(out: number, data: number, scale: number, length: number): void {
    for (let i = 0; i < length; i++)
      this.store(out + i * 4, mulInt8(this.bytes[data + i] as number, scale, this.shortfall));
  }

  multiply({ rows, cols, stride, data, scales }: WeightRows, x: number, out: number): void {
    for (let row = 0; row < rows; row++) {
      const start = data + row * stride;
      const y =
        scales === undefined
          ? this.dot(start, x, cols)
          : mul(this.dotInt8(start, x, cols), this.load(scales + row * 4));
      this.store(out + row * 4, y);
    }
  }

  private dotInt8(data: number, x: number, length: number): number {
    const { patterns, bytes, shortfall } = this;
    const first = x >>> 2;
    let sum = 0;
    for (let i = 0; i < length; i++) {
      sum = add(sum, mulInt8(bytes[data + i] as number, patterns[first + i] as number, shortfall));
    }
    return sum;
  }
}
