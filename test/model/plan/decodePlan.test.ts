import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { FormatError } from '../../../model/formatError';
import { compilePlan } from '../../../model/plan/compile';
import { crc32 } from '../../../model/plan/crc32';
import { decodePlan } from '../../../model/plan/decodePlan';
import { encodePlan } from '../../../model/plan/encodePlan';
import type { Plan } from '../../../model/plan/plan';
import { projectRoot } from '../../support/project';
import { everyFeature, randomModel } from '../../support/randomModel';

const weights = { id: new Uint8Array(32).fill(7), crcs: [] };

describe('PLAN.BIN read back', () => {
  const plans: Plan[] = [
    compilePlan(randomModel(everyFeature)),
    compilePlan(
      randomModel({ ...everyFeature, denseformer: false, registers: 0, sharedClassifier: false }, 'q4g32'),
      {
        weights: 'resident',
        tokensBytes: 1000,
      },
    ),
    compilePlan(randomModel({ ...everyFeature, valueResidual: false }, 'ternary'), { batch: 3 }),
    compilePlan(randomModel(everyFeature), { embedding: 'streamed', kvCache: 'int16', context: 20 }),
  ];

  it('is the plan that was written', () => {
    for (const plan of plans) {
      const read = decodePlan(encodePlan(plan, weights), 'PLAN.BIN');
      const rounded = {
        ...plan.config,
        eps: Math.fround(plan.config.eps),
        ropeTheta: Math.fround(plan.config.ropeTheta),
      };
      assert.deepEqual(
        JSON.parse(JSON.stringify(read)),
        JSON.parse(JSON.stringify({ ...plan, config: rounded })),
      );
    }
  });

  for (const name of ['streamed', 'resident']) {
    it(`refuses version 1 in words: ${name}.plan.bin`, () => {
      const bytes = new Uint8Array(
        readFileSync(path.join(projectRoot, `test/fixtures/plan/${name}.plan.bin`)),
      );
      assert.throws(
        () => decodePlan(bytes, name),
        /version at offset 8 is 1, expected 2: build the image again\.$/,
      );
    });
  }

  it('says where the type of a matrix stands that there is not', () => {
    const [plan] = plans;
    assert.ok(plan);
    const bytes = encodePlan(plan, weights);
    const view = new DataView(bytes.buffer);
    const offset = view.getUint32(216, true) + 3 * 48 + 16;
    view.setUint32(offset, 77, true);
    view.setUint32(24, 0, true);
    view.setUint32(24, crc32(bytes), true);
    assert.throws(() => decodePlan(bytes, 'PLAN.BIN'), {
      message: new RegExp(`type of matrix 3 at offset ${offset} is 77, expected .*build the image again`),
    });
  });

  it('is refused in one sentence with the offset, whatever is damaged', () => {
    const [plan] = plans;
    assert.ok(plan);
    const bytes = encodePlan(plan, weights);
    fc.assert(
      fc.property(
        fc.nat({ max: bytes.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        fc.boolean(),
        (at, flip, isForged) => {
          const damaged = Uint8Array.from(bytes);
          damaged[at] = (damaged[at] ?? 0) ^ flip;
          if (isForged) {
            const view = new DataView(damaged.buffer);
            view.setUint32(24, 0, true);
            view.setUint32(24, crc32(damaged), true);
          }
          try {
            decodePlan(damaged, 'PLAN.BIN');
            // Under a right checksum a value that can be is taken.
            assert.ok(isForged || at === 10 || at === 11);
          } catch (error) {
            assert.ok(error instanceof FormatError, String(error));
            assert.match(
              error.message,
              /^PLAN\.BIN: [^\n]+ at offset \d+ is [^\n]+, expected [^\n]+: build the image again\.$/,
            );
          }
        },
      ),
      { numRuns: 300 },
    );
    const forged = bytes.slice();
    const view = new DataView(forged.buffer);
    // Of the table of cosines, in front of the plan.
    view.setUint32(168, 0, true);
    view.setUint32(24, 0, true);
    view.setUint32(24, crc32(forged), true);
    assert.throws(
      () => decodePlan(forged, 'PLAN.BIN'),
      /the address of a table at offset 168 is byte -\d+ of the file, expected the address of \d+ values in the file/,
    );
    assert.throws(
      () => decodePlan(bytes.subarray(0, 100), 'PLAN.BIN'),
      /100 bytes long, expected at least 512/,
    );
  });
});
