import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { MatrixPart } from '../../../model/plan/plan';
import {
  elementPlace,
  encodePart,
  integersOf,
  partShape,
  scaledColumns,
  type Arrangement,
  type StoredShape,
} from '../../../model/plan/tileCodec';
import type { StoredRows } from '../../../model/tensorRows';

type Quantised = 'q8' | 'q4' | 'q4g32' | 'ternary';
const types: readonly Quantised[] = ['q8', 'q4', 'q4g32', 'ternary'];
const least: Readonly<Record<Quantised, number>> = { q8: -128, q4: -8, q4g32: -8, ternary: -1 };
const most: Readonly<Record<Quantised, number>> = { q8: 127, q4: 7, q4g32: 7, ternary: 1 };
/** What the code of 0 is: the code itself for rows of Q8, which are signed. */
const biasOf = (type: Quantised, arrangement: Arrangement): number =>
  arrangement === 'rows' && (type === 'q8' || type === 'ternary') ? 0 : -least[type];

interface Sample {
  readonly shape: StoredShape;
  readonly place: MatrixPart;
  readonly stored: StoredRows;
  readonly bytes: Uint8Array;
}

/** A part with values that its place determines, and a scale of its own for every row or group. */
function sampleOf(
  type: Quantised,
  arrangement: Arrangement,
  rowStart: number,
  rows: number,
  cols: number,
): Sample {
  const shape = { type, cols, arrangement };
  const place = { rowStart, rows, fileOffset: 4096, ...partShape(shape, rowStart, rows) };
  const span = most[type] - least[type] + 1;
  const values = Int8Array.from(
    { length: rows * cols },
    (_, i) => least[type] + ((i * 7919 + rowStart) % span),
  );
  const firstInGroup = (rowStart * cols) % 32;
  const count = type === 'q4g32' ? Math.ceil((firstInGroup + rows * cols) / 32) : rows;
  const scales = Float32Array.from({ length: count }, (_, i) => i + 1);
  const stored = type === 'q4g32' ? { type, scales, firstInGroup, values } : { type, scales, values };
  return { shape, place, stored, bytes: encodePart(shape, place, stored) };
}

const decoded = (code: number, type: Quantised, arrangement: Arrangement): number => {
  if (arrangement === 'rows' && type === 'q8') return (code << 24) >> 24;
  if (arrangement === 'rows' && type === 'ternary') return [0, 1, -1][code] ?? NaN;
  return code - biasOf(type, arrangement);
};

const part = fc.record({
  type: fc.constantFrom(...types),
  arrangement: fc.constantFrom('rows' as const, 'bands' as const),
  firstUnit: fc.nat(5),
  rows: fc.integer({ min: 1, max: 11 }),
  cols: fc.oneof(fc.integer({ min: 1, max: 70 }), fc.constantFrom(172, 96, 256)),
});

describe('codec of tiles', () => {
  it('finds every value and every scale that it stored, each at bits of its own', () => {
    fc.assert(
      fc.property(part, ({ type, arrangement, firstUnit, rows, cols }) => {
        const { shape, place, stored, bytes } = sampleOf(type, arrangement, firstUnit * 4, rows, cols);
        assert.equal(bytes.length, place.bytes);
        assert.equal(place.stride % 16, 0);
        const view = new DataView(bytes.buffer);
        const used = new Set<number>();
        for (let row = 0; row < rows; row++) {
          const inMatrix = place.rowStart + row;
          const columns = scaledColumns(shape, place, inMatrix);
          const integers = integersOf(shape, place, bytes, inMatrix);
          for (let col = 0; col < cols; col++) {
            const value = stored.values[row * cols + col];
            const { byte, shift, bits } = elementPlace(shape, place, inMatrix, col);
            const code = ((bytes[byte] ?? 0) >> shift) & ((1 << bits) - 1);
            assert.equal(decoded(code, type, arrangement), value, `row ${row}, column ${col}`);
            assert.equal(integers[col], value);
            assert.ok(!used.has(byte * 8 + shift));
            used.add(byte * 8 + shift);
            const scale = columns.find(({ start, end }) => col >= start && col < end);
            const group = Math.floor((inMatrix * cols + col) / 32) - Math.floor((place.rowStart * cols) / 32);
            assert.equal(view.getFloat32(scale?.scale ?? -1, true), (type === 'q4g32' ? group : row) + 1);
          }
        }
      }),
      { numRuns: 400 },
    );
  });

  it('fills bands with zeros, columns and rows', () => {
    const { shape, place, bytes } = sampleOf('q4', 'bands', 0, 5, 172);
    // 172 columns are padded to 176: 352 bytes, and a quadword of scales.
    assert.deepEqual([place.stride, place.bytes, place.dataOffset], [368, 736, 0]);
    for (let row = 5; row < 8; row++) {
      assert.ok(integersOf(shape, place, bytes, row).every((value) => value === 0));
      const [{ scale } = { scale: -1 }] = scaledColumns(shape, place, row);
      assert.equal(new DataView(bytes.buffer).getFloat32(scale, true), 0);
    }
    for (let col = 172; col < 176; col++) {
      const { byte, shift } = elementPlace(shape, place, 1, col);
      assert.equal(((bytes[byte] ?? 0) >> shift) & 15, 8);
    }
  });

  const sizes = { q8: [256, 688], q4: [128, 352], q4g32: [160, 464], ternary: [64, 176] } as const;
  for (const type of types) {
    it(`has the sizes of the page: ${type}`, () => {
      const strides = [64, 172].map((cols) => partShape({ type, cols, arrangement: 'bands' }, 0, 4).stride);
      const scales = type === 'q4g32' ? [0, 0] : [16, 16];
      assert.deepEqual(
        strides,
        sizes[type].map((bytes, i) => bytes + (scales[i] ?? 0)),
      );
    });
  }

  it('has the pictures of the page', () => {
    const placesOf = (type: Quantised, count: number): string[] => {
      const shape = { type, cols: 32, arrangement: 'bands' } as const;
      const place = { rowStart: 0, rows: 4, fileOffset: 0, ...partShape(shape, 0, 4) };
      const at: string[] = [];
      for (let row = 0; row < 4; row++) {
        for (let col = 0; col < 32; col++) {
          const { byte, shift, bits } = elementPlace(shape, place, row, col);
          at[byte * (8 / bits) + shift / bits] = `${row}.${col}`;
        }
      }
      return at.slice(0, count);
    };
    assert.equal(
      placesOf('q8', 16).join(' '),
      '0.0 0.1 1.0 1.1 2.0 2.1 3.0 3.1 0.2 0.3 1.2 1.3 2.2 2.3 3.2 3.3',
    );
    assert.equal(
      placesOf('q4', 18).join(' '),
      '0.0 0.2 0.1 0.3 1.0 1.2 1.1 1.3 2.0 2.2 2.1 2.3 3.0 3.2 3.1 3.3 0.4 0.6',
    );
    assert.equal(placesOf('ternary', 9).join(' '), '0.0 0.2 0.4 0.6 0.1 0.3 0.5 0.7 1.0');
  });
});
