import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { base64Of } from '../../debug-adapter/values/base64';
import { cacheRowBytes, floatsFrom, integersFrom, valuesOfRow } from '../../debug-adapter/values/floats';
import { formatFloat, formatRounded, formatStatistics } from '../../debug-adapter/values/format';
import { statisticsOf } from '../../debug-adapter/values/statistics';
import { topTokens } from '../../model/trace/odds';

const words = (...values: number[]): Uint8Array => new Uint8Array(new Uint32Array(values).buffer);

describe('values', () => {
  it('as the EE has them have neither infinity nor NaN nor subnormal numbers', () => {
    const bytes = words(0x3f800000, 0x7f800000, 0x7fffffff, 0xffffffff, 0x00000001, 0x807fffff);
    assert.deepEqual(
      [...floatsFrom(bytes, 'ee')],
      [1, 2 ** 128, (2 - 2 ** -23) * 2 ** 128, -(2 - 2 ** -23) * 2 ** 128, 0, -0],
    );
    assert.deepEqual(
      [...floatsFrom(bytes, 'ieee')],
      [1, Infinity, NaN, NaN, 2 ** -149, -(2 ** -126 - 2 ** -149)],
    );
  });

  it('are the same in both arithmetics where both have them', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
        fc.pre(value === 0 || Math.abs(value) >= 2 ** -126);
        const bytes = new Uint8Array(Float32Array.of(value).buffer);
        assert.deepEqual([...floatsFrom(bytes, 'ee')], [value]);
        assert.deepEqual([...floatsFrom(bytes, 'ieee')], [value]);
      }),
    );
  });

  it('that are integers are signed', () => {
    assert.deepEqual([...integersFrom(words(7, 0xffffffff, 0x80000000))], [7, -1, -(2 ** 31)]);
  });

  it('of an int16 KV cache are the integers times the scales of their heads', () => {
    const row = { type: 'i16', cols: 4, headDim: 2 } as const;
    const bytes = new Uint8Array(cacheRowBytes(row.cols, row.headDim));
    bytes.set(new Uint8Array(Int16Array.of(1, -32767, 3, 4).buffer));
    bytes.set(new Uint8Array(Float32Array.of(0.5, 2).buffer), 8);
    assert.deepEqual([...valuesOfRow(bytes, row, 'ee')], [0.5, -16383.5, 6, 8]);
  });

  it('are written so that they can be read back', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
        assert.equal(Math.fround(Number(formatFloat(value).replace('−', '-'))), value);
      }),
    );
    assert.equal(formatFloat(Math.fround(0.1)), '0.1');
    assert.equal(formatFloat(-1), '−1');
    assert.equal(formatFloat(-0), '−0');
  });

  it('are summed up in few digits', () => {
    const statistics = statisticsOf([-2.104, 3.4, 0, 1]);
    assert.ok(statistics);
    assert.equal(formatStatistics(statistics), 'mean 0.574 σ 1.98 [−2.1, 3.4]');
    assert.equal(formatRounded(123456), '123000');
    assert.equal(formatRounded(-0.000012), '−1.2e-5');
    assert.equal(statisticsOf([]), undefined);
  });

  it('have the statistics that their definitions give', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1 }), (values) => {
        const found = statisticsOf(values);
        assert.ok(found);
        const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
        const squares = values.reduce((sum, x) => sum + (x - mean) ** 2, 0);
        const near = (actual: number, expected: number): void => {
          assert.ok(
            Math.abs(actual - expected) <= 1e-6 * Math.max(1, Math.abs(expected)),
            `${actual} is ${expected}`,
          );
        };
        near(found.mean, mean);
        near(found.deviation, Math.sqrt(squares / values.length));
        near(found.norm, Math.hypot(...values));
        assert.equal(found.min, Math.min(...values));
        assert.equal(found.max, Math.max(...values));
      }),
    );
  });

  it('as base64 are what Node makes of them', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        assert.equal(base64Of(bytes), Buffer.from(bytes).toString('base64'));
      }),
    );
    const large = new Uint8Array(100_000).map((_, i) => i);
    assert.equal(base64Of(large), Buffer.from(large).toString('base64'));
  });

  it('that are logits rank descending, ties by id, with shares of the whole', () => {
    const ranked = topTokens(Float64Array.of(1, 3, 3, 2), 3);
    assert.deepEqual(
      ranked.map(({ id }) => id),
      [1, 2, 3],
    );
    const whole = Math.exp(1) + 2 * Math.exp(3) + Math.exp(2);
    assert.ok(Math.abs((ranked[0]?.probability ?? 0) - Math.exp(3) / whole) < 1e-12);
  });
});
