import assert from 'node:assert/strict';
import fc from 'fast-check';
import { int8Shortfall } from '../../../model/engine/boothDefect';
import * as ee from '../../../model/engine/eeFloat';
import { recordedDivider } from '../../support/eeVectors';
import vectors from '../../vectors/ee-float.json';
import * as oracle from './eeOracle';

const hex = (pattern: number): string => (pattern >>> 0).toString(16).toUpperCase().padStart(8, '0');

const near = fc
  .tuple(fc.boolean(), fc.integer({ min: 100, max: 154 }), fc.integer({ min: 0, max: 0x7fffff }))
  .map(([negative, exponent, fraction]) => (negative ? 0x80000000 : 0) + exponent * 0x800000 + fraction);
/** Patterns whose products and sums have long runs of zeros, and all kinds of ends of the range. */
const round = fc
  .tuple(fc.nat(511), fc.nat(0x7fffff), fc.nat(22))
  .map(([top, fraction, zeros]) => top * 0x800000 + (fraction >>> zeros) * 2 ** zeros);
const special = fc.constantFrom(
  0,
  0x80000000,
  1,
  0x80000001,
  0x7fffff,
  0x800000,
  0x80800000,
  0x3f800000,
  0x3fffffff,
);
const extreme = fc.constantFrom(
  0x7f800000,
  0x7fffffff,
  0xffffffff,
  0xff800000,
  0x7f7fffff,
  0x4effffff,
  0xcf000000,
);
const pattern = fc.oneof(fc.nat(0xffffffff), near, round, special, extreme);

/** Bit for bit on patterns. */
function checkBinary(name: 'add' | 'sub' | 'mul' | 'div', runs: number): void {
  fc.assert(
    fc.property(pattern, pattern, (a, b) => {
      assert.equal(hex(ee[name](a | 0, b | 0)), hex(oracle[name](a, b)), `${name} ${hex(a)} ${hex(b)}`);
    }),
    { numRuns: runs },
  );
}

describe('EE floats', () => {
  it('add, sub and mul as big integers do, rounding and multiplier included', () => {
    checkBinary('add', 6000);
    checkBinary('sub', 2000);
    checkBinary('mul', 6000);
  });

  it('multiplies as big integers do where the multiplier falls short', () => {
    // Only products with zeros in bits 15 to 22 can show it: choose the first operand so that they have them.
    let seen = 0;
    let state = 1;
    const random = (): number => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state >>> 8;
    };
    for (let i = 0; i < 200_000; i++) {
      const a = (random() & 0x7fffff) + 0x800000;
      const b = (random() & 0x7fffff) + 0x800000;
      if ((Math.imul(a, b) & 0x7f8000) !== 0) continue;
      const [x, y] = [0x3f000000 + a, 0x3f000000 + b];
      const result = ee.mul(x, y);
      assert.equal(hex(result), hex(oracle.mul(x, y)), `mul ${hex(x)} ${hex(y)}`);
      if (result !== ee.mul(y, x)) seen++;
    }
    assert.ok(seen > 50, `only ${seen} products depend on the order`);
  });

  it('div and sqrt as the divider does in big integers', () => {
    checkBinary('div', 4000);
    fc.assert(
      fc.property(pattern, (a) => assert.equal(hex(ee.sqrt(a | 0)), hex(oracle.sqrt(a)), `sqrt ${hex(a)}`)),
      { numRuns: 4000 },
    );
  });

  it('div and sqrt to a unit, and not always to the nearest', () => {
    let away = 0;
    const check = (result: number, exact: number): void => {
      const unit = 2 ** (((result >>> 23) & 255) - 150);
      const distance = Math.abs(oracle.valueOf(result >>> 0) - exact) / unit;
      assert.ok(distance <= 1, `${hex(result)} is ${distance} units away`);
      if (distance > 0.5) away++;
    };
    const runs = 5000;
    const middle = fc
      .tuple(fc.integer({ min: 96, max: 159 }), fc.nat(0x7fffff))
      .map(([exponent, fraction]) => exponent * 0x800000 + fraction);
    fc.assert(
      fc.property(middle, middle, (a, b) => {
        check(ee.div(a, b), oracle.valueOf(a) / oracle.valueOf(b));
        check(ee.sqrt(a), Math.sqrt(oracle.valueOf(a)));
      }),
      { numRuns: runs },
    );
    assert.ok(away > runs / 5, `${away} of ${2 * runs} results are not the nearest`);
  });

  it('div and sqrt as recorded on a console', function () {
    const recorded = recordedDivider();
    if (recorded === undefined) {
      console.log('      skipped: the recorded quotients and roots do not lie in ../shared/vectors');
      return this.skip();
    }
    for (const { operation, a, b, result } of recorded) {
      const found = operation === 'div' ? ee.div(a, b) : ee.sqrt(a);
      assert.equal(hex(found), hex(result), `${operation} ${hex(a)} ${hex(b)}`);
    }
  });

  it('converts and compares as big integers do', () => {
    const int = fc.oneof(
      fc.integer(),
      fc.integer({ min: -300, max: 300 }),
      fc.constantFrom(-(2 ** 31), 2 ** 31 - 1),
    );
    fc.assert(
      fc.property(int, pattern, pattern, (i, a, b) => {
        assert.equal(hex(ee.fromInt(i)), hex(oracle.fromInt(i)), `float ${i}`);
        assert.equal(ee.trunc(a | 0) + 0, oracle.trunc(a) + 0, `trunc ${hex(a)}`);
        assert.equal(ee.less(a | 0, b | 0), oracle.less(a, b), `${hex(a)} < ${hex(b)}`);
      }),
      { numRuns: 4000 },
    );
  });

  it('multiplies int8 values as their floats', () => {
    let short = 0;
    fc.assert(
      fc.property(fc.integer({ min: -128, max: 127 }), pattern, (q, b) => {
        const expected = oracle.mul(oracle.fromInt(q), b);
        assert.equal(hex(ee.mulInt8(q, b | 0, int8Shortfall())), hex(expected), `${q} · ${hex(b)}`);
        if (expected !== oracle.mul(b, oracle.fromInt(q))) short++;
      }),
      { numRuns: 8000 },
    );
    assert.ok(short > 50, `${short} products fall short`);
  });

  it('has the vectors that the built-in console has', () => {
    const word = (digits: string): number => parseInt(digits, 16) | 0;
    const flag = (holds: boolean): number => (holds ? 1 : 0);
    const operations: Readonly<Record<string, (a: number, b: number) => number>> = {
      ...{ add: ee.add, sub: ee.sub, mul: ee.mul, div: ee.div, sqrt: ee.sqrt },
      ...{ 'cvt.s.w': ee.fromInt, 'trunc.w.s': ee.trunc },
      'c.lt': (a, b) => flag(ee.less(a, b)),
      'c.le': (a, b) => flag(!ee.less(b, a)),
      'c.eq': (a, b) => flag(!ee.less(a, b) && !ee.less(b, a)),
    };
    let compared = 0;
    for (const { op, a, b, result, source } of vectors) {
      const compute = operations[op];
      if (!compute) continue;
      assert.equal(hex(compute(word(a), word(b))), result.toUpperCase(), `${op} ${a} ${b}: ${source}`);
      compared++;
    }
    assert.ok(compared > 2000, `${compared} vectors`);
  });
});
