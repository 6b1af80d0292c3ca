import assert from 'node:assert/strict';
import { compareWithReference } from '../../../debug-adapter/divergence/comparison';
import { betweenArithmetics, bitEqual } from '../../../debug-adapter/divergence/tolerances';
import { generateModel } from '../../../model/convert/generated';
import type { Model, TensorType } from '../../../model/model';
import { compilePlan } from '../../../model/plan/compile';
import type { PlanOptions } from '../../../model/plan/options';
import { greedy } from '../../../model/plan/runSettings';
import type { Program } from '../../../project/program/program';
import type { Arithmetic } from '../../../targets/descriptor';
import { everyFeature } from '../../support/randomModel';
import { retyped } from '../../support/retyped';
import { Consoles } from '../consoleTarget';

const types: readonly TensorType[] = ['f32', 'q8', 'q4', 'q4g32', 'ternary'];
const prompt = [2, 5, 7, 11, 13, 17];

describe('Comparison of clean runs', function () {
  this.timeout(240_000);
  let source: Model;
  let consoles: Consoles;

  before(() => {
    source = generateModel({ seed: 3, config: { ...everyFeature, layers: 2, uniqueLayers: 1 } });
    consoles = new Consoles();
  });
  after(() => consoles.remove());

  const compare = async (
    model: Model,
    options: Partial<PlanOptions>,
    against: Arithmetic = 'ee',
  ): ReturnType<typeof compareWithReference> => {
    const plan = compilePlan(model, options);
    const program: Program = { model, plan, arithmetic: 'ee' };
    const target = consoles.target(program);
    try {
      return await compareWithReference({
        ...{ model, plan, run: { ...greedy, prompt, maxTokens: 2 }, target, arithmetic: 'ee', against },
        tolerances: against === 'ee' ? bitEqual : betweenArithmetics,
        signal: new AbortController().signal,
      });
    } finally {
      await target.dispose();
    }
  };

  for (const type of types)
    for (const weights of ['streamed', 'resident'] as const)
      for (const arithmeticVersion of type === 'f32' ? ([1] as const) : ([1, 2] as const)) {
        // Each type with each layout, and with each arithmetic; not all of both.
        if (type !== 'f32' && (weights === 'resident') !== (arithmeticVersion === 2)) continue;
        it(`${type}, ${weights}, arithmetic ${arithmeticVersion}: nothing differs`, async () => {
          const model = await retyped(source, type);
          const kvCache = type === 'q8' && weights === 'resident' ? 'int16' : 'f32';
          const found = await compare(model, { weights, arithmeticVersion, kvCache });
          assert.equal(found.divergence, undefined, found.divergence?.words);
          assert.equal(found.tokens, 2);
          assert.ok(found.operations > 50, String(found.operations));
        });
      }

  it('against IEEE 754 only drifts, layer by layer, over the same tokens', async () => {
    const found = await compare(await retyped(source, 'q8'), { arithmeticVersion: 1 }, 'ieee');
    assert.equal(found.divergence, undefined, found.divergence?.words);
    assert.deepEqual(
      found.drift.map(({ layer }) => layer),
      ['L00', 'L01', 'logits'],
    );
    assert.ok(found.drift.every(({ relative }) => relative > 0 && relative < 1e-4));
  });
});
