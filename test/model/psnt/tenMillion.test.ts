import assert from 'node:assert/strict';
import { MemorySource } from '../../../disc/byteSource';
import { generateModel } from '../../../model/convert/generated';
import { compilePlan } from '../../../model/plan/compile';
import { openPsnt } from '../../../model/psnt/file';
import { psntBytes } from '../../support/psntBytes';

describe('a model of the 10M shape', () => {
  it('is made, has the published size, is found and planned', async () => {
    const model = generateModel({
      seed: 10,
      config: {
        ...{ dim: 256, hiddenDim: 720, layers: 24, uniqueLayers: 12, heads: 8, kvHeads: 2, vocabSize: 8192 },
        ...{ seqLen: 512, ropeTheta: 10000, registers: 4 },
        ...{ sharedClassifier: true, denseformer: true, valueResidual: true },
      },
    });
    const bytes = await psntBytes(model);
    assert.equal(bytes.length, 10_875_804);
    const file = await openPsnt(new MemorySource(bytes), '10M.psnt');
    assert.deepEqual([file.layout.order, file.layout.ambiguous], ['resident-first', false]);
    const plan = compilePlan(file.model);
    assert.equal(plan.layers.length, 24);
    assert.equal(plan.regions.at(-1)?.end, 32 * 2 ** 20);
  });
});
