import type { FloatUnit } from './floatUnit';

/** Cephes's `expf` coefficients from the highest power down (docs/arithmetic.md, "exp"). */
const coefficientBits = [
  0x39506967, 0x3ab743ce, 0x3c088908, 0x3d2aa9c1, 0x3e2aaaaa, 0x3f000000, 0x3f800000, 0x3f800000,
];

/** The one `exp` of every executor: range reduction to ±ln 2 / 2, a polynomial, and the exponent put back. */
export class Exponential {
  private readonly log2e: number;
  private readonly ln2High: number;
  private readonly ln2Low: number;
  private readonly half: number;
  private readonly lowest: number;
  private readonly highest: number;
  private readonly zero: number;
  private readonly coefficients: readonly number[];

  constructor(private readonly unit: FloatUnit) {
    this.log2e = unit.fromBits(0x3fb8aa3b);
    this.ln2High = unit.fromBits(0x3f318000);
    this.ln2Low = unit.fromBits(0xb95e8083);
    this.half = unit.fromBits(0x3f000000);
    this.lowest = unit.fromBits(0xc2ae0000);
    this.highest = unit.fromBits(0x42b00000);
    this.zero = unit.fromBits(0);
    this.coefficients = coefficientBits.map((bits) => unit.fromBits(bits));
  }

  of(value: number): number {
    const { unit } = this;
    if (unit.less(value, this.lowest)) return this.zero;
    const x = unit.less(this.highest, value) ? this.highest : value;
    const t = unit.mul(x, this.log2e);
    const k = unit.trunc(unit.less(x, this.zero) ? unit.sub(t, this.half) : unit.add(t, this.half));
    const kf = unit.fromInt(k);
    const r = unit.sub(unit.sub(x, unit.mul(this.ln2High, kf)), unit.mul(this.ln2Low, kf));
    let p = this.coefficients[0] as number;
    for (let i = 1; i < this.coefficients.length; i++) {
      p = unit.add(unit.mul(p, r), this.coefficients[i] as number);
    }
    return this.scaled(p, k);
  }

  /** `p · 2^k`, by the exponent field alone. */
  private scaled(p: number, k: number): number {
    const bits = this.unit.toBits(p);
    const exponent = ((bits >>> 23) & 255) + k;
    if (exponent < 1) return this.zero;
    if (exponent > 254) return this.unit.fromBits(0x7f7fffff);
    return this.unit.fromBits((bits & 0x807fffff) | (exponent << 23));
  }
}
