import assert from 'node:assert/strict';
import { EeUnit } from '../../../model/engine/eeUnit';
import { Exponential } from '../../../model/engine/exponential';
import type { FloatUnit } from '../../../model/engine/floatUnit';
import { IeeeUnit } from '../../../model/engine/ieeeUnit';
import { eeFloats, ieeeFloats, numberOf, patternOf } from './floats';
import { exp } from './plainForward';

// The product LN2_HI · kf is exact in EE floats too, in this order of operands.
const units = [
  { unit: new IeeeUnit(new ArrayBuffer(8), 1), floats: ieeeFloats, error: 2e-7 },
  { unit: new EeUnit(new ArrayBuffer(8), 1), floats: eeFloats, error: 7e-7 },
];

function expOf(unit: FloatUnit, x: number): number {
  return unit.toBits(new Exponential(unit).of(unit.fromBits(patternOf(x))));
}

describe('exp', () => {
  it('is near the true one over its whole range, and the described one to the bit', () => {
    for (const { unit, floats, error } of units) {
      for (let x = -87; x <= 88; x += 0.173) {
        const bits = expOf(unit, x);
        const truth = Math.exp(numberOf(patternOf(x)));
        assert.ok(
          Math.abs(numberOf(bits) / truth - 1) < error,
          `${unit.mode} exp(${x}) is ${numberOf(bits)}`,
        );
        assert.equal(bits, exp(floats, patternOf(x)), `${unit.mode} ${x}`);
      }
    }
  });

  it('has exact and clamped ends', () => {
    for (const { unit } of units) {
      assert.equal(expOf(unit, 0), 0x3f800000);
      assert.equal(expOf(unit, -0), 0x3f800000);
      assert.equal(expOf(unit, -87.00001), 0);
      assert.equal(expOf(unit, -1e30), 0);
      assert.ok(expOf(unit, -87) > 0);
      assert.equal(expOf(unit, 1e30), expOf(unit, 88));
    }
  });
});
