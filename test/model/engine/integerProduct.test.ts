import assert from 'node:assert/strict';
import fc from 'fast-check';
import { EeUnit } from '../../../model/engine/eeUnit';
import { IeeeUnit } from '../../../model/engine/ieeeUnit';
import { IntegerProduct, quantisationLimit } from '../../../model/engine/integerProduct';
import { encodePart, partShape } from '../../../model/plan/tileCodec';
import type { StoredRows } from '../../../model/tensorRows';
import { patternOf } from './floats';

const ramBytes = 1 << 18;
const matrixAt = 0x10000;
const [xAt, quantisedAt, outAt] = [0, 0x8000, 0xf000];

type Quantised = 'q8' | 'q4' | 'q4g32' | 'ternary';
const least: Readonly<Record<Quantised, number>> = { q8: -128, q4: -8, q4g32: -8, ternary: -1 };
const most: Readonly<Record<Quantised, number>> = { q8: 127, q4: 7, q4g32: 7, ternary: 1 };

interface Product {
  readonly integers: Int16Array;
  readonly outputs: Uint32Array;
}

/** Multiplies rows in bands by a vector, at its place in a matrix. */
function multiply(
  Unit: typeof EeUnit | typeof IeeeUnit,
  stored: Exclude<StoredRows, { readonly type: 'f32' }>,
  rowStart: number,
  rows: number,
  x: readonly number[],
): Product {
  const ram = new ArrayBuffer(ramBytes);
  const shape = { type: stored.type, cols: x.length, arrangement: 'bands' } as const;
  const place = { rowStart, rows, fileOffset: 0, ...partShape(shape, rowStart, rows) };
  new Uint8Array(ram).set(encodePart(shape, place, stored), matrixAt);
  new Uint32Array(ram, xAt).set(x.map(patternOf));
  const room = Math.ceil(x.length / 16) * 16;
  const vector = { values: quantisedAt, scale: quantisedAt + room * 2 };
  const product = new IntegerProduct(new Unit(ram, 2), ram);
  product.quantise(xAt, x.length, quantisationLimit(stored.type, x.length), vector);
  product.multiply({ shape, place, address: matrixAt, first: rowStart, rows }, vector, outAt);
  return {
    integers: new Int16Array(ram.slice(quantisedAt, quantisedAt + room * 2)),
    outputs: new Uint32Array(ram.slice(outAt, outAt + rows * 4)),
  };
}

const request = fc.record({
  type: fc.constantFrom<Quantised[]>('q8', 'q4', 'q4g32', 'ternary'),
  band: fc.nat(3),
  rows: fc.integer({ min: 1, max: 9 }),
  cols: fc.oneof(fc.integer({ min: 1, max: 80 }), fc.constantFrom(172, 720, 1600)),
  weights: fc.constantFrom('random', 'least', 'most'),
  inputs: fc.constantFrom('random', 'largest', 'smallest', 'alternating'),
  seed: fc.nat(1000),
});

describe('matmul in integers', () => {
  it('has the exact sums of int16 and codes, whatever the shape and however large the values', () => {
    fc.assert(
      fc.property(request, ({ type, band, rows, cols, weights, inputs, seed }) => {
        const rowStart = band * 4;
        const random = (i: number): number => ((i + seed) * 2654435761) % 2 ** 32;
        const values = Int8Array.from({ length: rows * cols }, (_, i) => {
          if (weights === 'random') return least[type] + (random(i) % (most[type] - least[type] + 1));
          return weights === 'least' ? least[type] : most[type];
        });
        const x = Array.from({ length: cols }, (_, i) => {
          const value = {
            random: random(i) / 2 ** 31 - 1,
            largest: 3,
            smallest: -3,
            alternating: i % 2 ? 3 : -3,
          };
          return value[inputs];
        });
        const firstInGroup = (rowStart * cols) % 32;
        const count = type === 'q4g32' ? Math.ceil((firstInGroup + rows * cols) / 32) : rows;
        const scales = new Float32Array(count).fill(1);
        const stored = type === 'q4g32' ? { type, scales, firstInGroup, values } : { type, scales, values };
        const { integers, outputs } = multiply(IeeeUnit, stored, rowStart, rows, x);
        const limit = quantisationLimit(type, cols);
        const largest = Math.max(...x.map((value) => Math.abs(Math.fround(value))));
        assert.ok(integers.every((value) => Math.abs(value) <= limit));
        assert.ok(integers.subarray(cols).every((value) => value === 0));
        const s = Math.fround(largest / limit);
        for (let row = 0; row < rows; row++) {
          const sum = values
            .subarray(row * cols, (row + 1) * cols)
            .reduce((acc, q, j) => acc + q * (integers[j] ?? 0), 0);
          assert.ok(Math.abs(sum) < 2 ** 31, 'the row fits in an int32');
          if (type === 'q4g32') {
            // The groups are added as floats.
            const found = new Float32Array(outputs.buffer)[row] ?? NaN;
            assert.ok(Math.abs(found - sum * s) <= 1e-5 * 2 ** 24 * s + Math.abs(sum * s) * 1e-5);
          } else {
            assert.equal(outputs[row], patternOf(Math.fround(sum) * s));
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('takes a vector without a value as zeros, and one of tiny values too', () => {
    for (const Unit of [IeeeUnit, EeUnit]) {
      for (const value of [0, -0, 1e-25]) {
        const stored = { type: 'q8', scales: Float32Array.of(1), values: new Int8Array(4).fill(9) } as const;
        const { integers, outputs } = multiply(Unit, stored, 0, 1, [value, 0, value, 0]);
        assert.ok(integers.every((integer) => integer === 0));
        assert.deepEqual([...outputs], [0]);
      }
    }
  });

  it('lets no value be finite when one of the input is not', () => {
    const stored = { type: 'q8', scales: Float32Array.of(1), values: new Int8Array(4).fill(9) } as const;
    for (const value of [NaN, Infinity, -Infinity]) {
      const { outputs } = multiply(IeeeUnit, stored, 0, 1, [1, value, 0, 2]);
      assert.ok(!Number.isFinite(new Float32Array(outputs.buffer)[0]), String(value));
    }
  });

  it('has the limits of the page', () => {
    assert.deepEqual(
      (
        [
          ['q8', 256],
          ['q8', 512],
          ['q8', 513],
          ['q8', 720],
          ['q4', 8192],
          ['q4', 8193],
          ['ternary', 65540],
        ] as const
      ).map(([type, cols]) => quantisationLimit(type, cols)),
      [32766, 32766, 32704, 23301, 32766, 32764, 32766],
    );
    assert.equal(quantisationLimit('q4g32', 100_000), 32766);
  });
});
