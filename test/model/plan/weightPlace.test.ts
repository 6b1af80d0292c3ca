import assert from 'node:assert/strict';
import type { PlanOptions } from '../../../model/plan/options';
import { packPart } from '../../../model/plan/weightsPacker';
import { weightPlace } from '../../../model/plan/weightPlace';
import { readStoredRows, tensorOf } from '../../../model/tensorRows';
import { everyFeature, randomModel } from '../../support/randomModel';
import { startRun } from '../engine/runs';

/** The value that its bits stand for, by docs/plan.md. */
const valueOf = {
  rows: { q8: (c: number) => (c << 24) >> 24, q4: (c: number) => c - 8 },
  bands: { q8: (c: number) => c - 128, q4: (c: number) => c - 8 },
};

describe('place of a weight', () => {
  for (const type of ['q8', 'q4'] as const) {
    for (const arithmeticVersion of [1, 2] as const) {
      it(`is where the file and the RAM have it: ${type}, version ${arithmeticVersion}`, async () => {
        const model = randomModel(everyFeature, type);
        const options: Partial<PlanOptions> = { arithmeticVersion, maxPartBytes: 400, weights: 'resident' };
        const { plan, engine } = await startRun(model, { mode: 'ee', plan: options });
        let inRam = 0;
        for (const matrix of plan.matrices.filter((one) => one.type === type)) {
          for (const [row, col] of [
            [0, 0],
            [matrix.rows - 1, matrix.cols - 1],
            [matrix.rows >> 1, 3],
          ] as const) {
            const { fileOffset, shift, bits, ramAddress } = weightPlace(plan, matrix.name, row, col);
            const index = matrix.parts.findIndex(
              (part) => fileOffset >= part.fileOffset && fileOffset < part.fileOffset + part.bytes,
            );
            const bytes = await packPart(model, plan, matrix.index, index);
            const byte = bytes[fileOffset - (matrix.parts[index]?.fileOffset ?? 0)] ?? 0;
            const { values } = await readStoredRows(model, tensorOf(model, matrix.name), row, 1);
            const code = (byte >> shift) & ((1 << bits) - 1);
            assert.equal(valueOf[matrix.arrangement][type](code), values[col], matrix.name);
            if (ramAddress === undefined) continue;
            inRam++;
            assert.equal(engine.readMemory(ramAddress, 1)[0], byte);
          }
        }
        assert.ok(inRam > 10);
      });
    }
  }
});
