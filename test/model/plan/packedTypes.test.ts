import assert from 'node:assert/strict';
import { compilePlan } from '../../../model/plan/compile';
import { encodePlan } from '../../../model/plan/encodePlan';
import type { Matrix, MatrixPart } from '../../../model/plan/plan';
import { digestWeights } from '../../../model/plan/weightsFile';
import { packPart } from '../../../model/plan/weightsPacker';
import { readRows, tensorOf } from '../../../model/tensorRows';
import { everyFeature, randomModel } from '../../support/randomModel';

/** Value of a packed row, by docs/plan.md. */
const unpack = {
  q4: (row: Uint8Array, column: number) => (((row[column >> 1] ?? 0) >> (4 * (column % 2))) % 16) - 8,
  ternary: (row: Uint8Array, column: number) =>
    [0, 1, -1, NaN][((row[column >> 2] ?? 0) >> (2 * (column % 4))) % 4] ?? NaN,
};

const codes = { q4: 4, q4g32: 5, ternary: 1 } as const;
type PackedType = keyof typeof codes;

/** Values of a part as floats. */
function valuesOf(type: PackedType, { cols }: Matrix, part: MatrixPart, bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const first = type === 'q4g32' ? (part.rowStart * cols) % 32 : 0;
  return Array.from({ length: part.rows * cols }, (_, i) => {
    const [row, column] = [Math.floor(i / cols), i % cols];
    const q = unpack[type === 'ternary' ? type : 'q4'](
      bytes.subarray(part.dataOffset + row * part.stride),
      column,
    );
    const scale = type === 'q4g32' ? Math.floor((first + i) / 32) : row;
    return Math.fround(q * view.getFloat32(scale * 4, true));
  });
}

describe('WEIGHTS.BIN of packed types in rows', () => {
  for (const type of ['q4', 'q4g32', 'ternary'] as const) {
    const model = randomModel(everyFeature, type);
    const plan = compilePlan(model, { maxPartBytes: 300, arithmeticVersion: 1 });
    const packed = plan.matrices.filter((matrix) => matrix.type === type);

    it(`gives every value back: ${type}`, async () => {
      let startsInside = 0;
      for (const matrix of packed) {
        const tensor = tensorOf(model, matrix.name);
        for (const [index, part] of matrix.parts.entries()) {
          const bytes = await packPart(model, plan, matrix.index, index);
          assert.equal(bytes.length, part.bytes);
          const found = valuesOf(type, matrix, part, bytes);
          const wanted = await readRows(model, tensor, part.rowStart, part.rows);
          assert.deepEqual(Float32Array.from(found), wanted, `${matrix.name}, part ${index}`);
          if ((part.rowStart * matrix.cols) % 32 !== 0) startsInside++;
        }
      }
      assert.ok(packed.some(({ parts }) => parts.length > 1));
      if (type === 'q4g32') assert.ok(startsInside > 0, 'a part begins inside a group');
    });

    it(`pads with zeros: ${type}`, async () => {
      for (const matrix of packed) {
        const rowBytes = Math.ceil(matrix.cols / (type === 'ternary' ? 4 : 2));
        for (const [index, part] of matrix.parts.entries()) {
          const bytes = await packPart(model, plan, matrix.index, index);
          assert.equal(part.stride, Math.ceil(rowBytes / 16) * 16);
          for (let row = 0; row < part.rows; row++) {
            const start = part.dataOffset + row * part.stride;
            assert.ok(bytes.subarray(start + rowBytes, start + part.stride).every((byte) => byte === 0));
          }
          const first = (part.rowStart * matrix.cols) % 32;
          const scales = type === 'q4g32' ? Math.ceil((first + part.rows * matrix.cols) / 32) : part.rows;
          assert.equal(part.dataOffset, Math.ceil((scales * 4) / 64) * 64);
          assert.ok(bytes.subarray(scales * 4, part.dataOffset).every((byte) => byte === 0));
        }
      }
    });

    it(`has its code in PLAN.BIN: ${type}`, async () => {
      const bytes = encodePlan(plan, await digestWeights(model, plan));
      const view = new DataView(bytes.buffer);
      const matrices = view.getUint32(192 + 2 * 12, true);
      for (const { index } of packed)
        assert.equal(view.getUint32(matrices + index * 48 + 16, true), codes[type]);
    });
  }
});
