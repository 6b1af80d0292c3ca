import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { CompareLine } from '../../webviews/compare/compareColumns';
import { errorOfAll, totals } from '../../webviews/compare/compareTotals';
import type { MatrixError } from '../../webviews/messages/compare';

type Pair = readonly [left: number, right: number];

/** By the definitions, over all values at once. */
function errorOf(values: readonly Pair[]): MatrixError {
  const mean = (of: (pair: Pair) => number): number =>
    values.reduce((sum, pair) => sum + of(pair), 0) / values.length;
  const noise = mean(([left, right]) => (right - left) ** 2);
  const weights = mean(([left]) => left ** 2);
  return {
    maxError: Math.max(...values.map(([left, right]) => Math.abs(right - left))),
    rmsError: Math.sqrt(noise),
    rmsWeight: Math.sqrt(weights),
    snrDb: noise === 0 ? Infinity : 10 * Math.log10(weights / noise),
  };
}

const lineOf = (values: readonly Pair[], index: number): CompareLine => {
  const tensor = { rows: 1, cols: values.length, type: 'f32', bytes: 4 * values.length };
  return {
    name: String(index),
    role: '',
    left: tensor,
    right: tensor,
    comparable: true,
    error: errorOf(values),
  };
};

describe('totals of a comparison', () => {
  const value = fc.integer({ min: -1000, max: 1000 }).map((integer) => integer / 100);
  const matrix = fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 9 });

  it('are the error of all values, as if they were one matrix', () => {
    fc.assert(
      fc.property(fc.array(matrix, { minLength: 1, maxLength: 6 }), (matrices) => {
        const found = errorOfAll(matrices.map(lineOf));
        const expected = errorOf(matrices.flat());
        assert.ok(found !== undefined);
        for (const key of ['maxError', 'rmsError', 'rmsWeight', 'snrDb'] as const) {
          const [a, b] = [found[key], expected[key]];
          assert.ok(a === b || Math.abs(a - b) <= 1e-9 * (1 + Math.abs(b)), `${key}: ${a} and ${b}`);
        }
      }),
    );
  });

  it('wait until each matrix is compared, and leave out what cannot be', () => {
    const done = lineOf([[1, 2]], 0);
    const { name, role, left, right } = lineOf([[3, 4]], 1);
    const waiting = { name, role, comparable: true, ...(left && { left }), ...(right && { right }) };
    assert.equal(errorOfAll([done, waiting]), undefined);
    assert.equal(totals([done, waiting])['snr'], undefined);
    assert.equal(errorOfAll([done, { name, role, comparable: false }])?.maxError, 1);
    assert.equal(errorOfAll([]), undefined);
    assert.deepEqual(totals([done]), {
      name: '1 matrix',
      leftBytes: '4',
      rightBytes: '4',
      change: '0',
      maxError: '1',
      rmsError: '1',
      snr: '0.0',
    });
  });
});
