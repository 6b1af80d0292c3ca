import assert from 'node:assert/strict';
import { compareWithReference, type ComparisonOptions } from '../../../debug-adapter/divergence/comparison';
import { planBeside } from '../../../debug-adapter/divergence/otherModel';
import {
  betweenArithmetics,
  betweenModels,
  bitEqual,
  tolerancesOf,
} from '../../../debug-adapter/divergence/tolerances';
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
    more: Partial<Pick<ComparisonOptions, 'other' | 'tolerances'>> = {},
  ): ReturnType<typeof compareWithReference> => {
    const plan = compilePlan(model, options);
    const program: Program = { model, plan, arithmetic: 'ee' };
    const target = consoles.target(program);
    try {
      return await compareWithReference({
        ...{ model, plan, run: { ...greedy, prompt, maxTokens: 2 }, target, arithmetic: 'ee', against },
        tolerances: against === 'ee' ? bitEqual : betweenArithmetics,
        signal: new AbortController().signal,
        ...more,
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

  it('against its float32 source drifts more in Q4 than in Q8, and only the tolerance stops it', async () => {
    const largest: number[] = [];
    for (const type of ['q8', 'q4'] as const) {
      const model = await retyped(source, type);
      const options = { arithmeticVersion: 1 } as const;
      const other = { model: source, plan: planBeside(compilePlan(model, options), source) };
      const found = await compare(model, options, 'ee', { other, tolerances: betweenModels });
      assert.equal(found.divergence, undefined, found.divergence?.words);
      largest.push(Math.max(...found.drift.map(({ relative }) => relative)));
    }
    const [q8 = 0, q4 = 0] = largest;
    assert.ok(q8 > 0 && q8 < q4 / 4, `${q8} and ${q4}`);
  });

  it('against another model stops at the first operation that is too far away', async () => {
    const model = await retyped(source, 'q4');
    const options = { arithmeticVersion: 1 } as const;
    const other = { model: source, plan: planBeside(compilePlan(model, options), source) };
    const tolerances = tolerancesOf('matmul=1e-6', betweenModels);
    const { divergence } = await compare(model, options, 'ee', { other, tolerances });
    assert.equal(divergence?.operation, 'L00.attn.q');
    assert.match(divergence.words, /by 0\.\d+ of its length; 0\.000001 is allowed/);
  });

  it('with a tolerance compares over the tokens of the reference', async () => {
    const tolerances = tolerancesOf('1e-6', bitEqual);
    const found = await compare(await retyped(source, 'q8'), { arithmeticVersion: 1 }, 'ee', { tolerances });
    assert.equal(found.divergence, undefined, found.divergence?.words);
    assert.equal(Math.max(...found.drift.map(({ relative }) => relative)), 0);
  });
});
