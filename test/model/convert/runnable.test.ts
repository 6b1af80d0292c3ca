import assert from 'node:assert/strict';
import { checkRunnable } from '../../../model/convert/runnable';
import { compilePlan } from '../../../model/plan/compile';
import { PlanError } from '../../../model/plan/error';
import { describedModel } from '../../support/randomModel';

const shape = {
  ...{ dim: 64, heads: 2, headDim: 32, kvHeads: 2, kvDim: 64, hiddenDim: 128 },
  ...{ layers: 1, uniqueLayers: 1, vocabSize: 64, seqLen: 1 << 12, ropeTheta: 10_000 },
  ...{ denseformer: false, valueResidual: false, registers: 0, sharedClassifier: true, eps: 1e-5 },
};

describe('the check before a conversion', () => {
  it('judges the type that is asked for, in the layout that will be used', () => {
    // Four rows of w2 take 9.2 MiB in Q8 and a quarter of that in ternary, beside activations of 23 MiB.
    const config = { ...shape, hiddenDim: 2_400_000 };
    const check = (quantization: 'q8' | 'ternary', batch: number): void =>
      checkRunnable({ label: 'wide', config }, { quantization }, { batch });
    check('ternary', 1);
    assert.throws(() => check('q8', 1), PlanError);
    assert.throws(() => check('ternary', 8), PlanError);
  });

  it('lets every context pass, and a model that fits only with an int16 KV cache', () => {
    const deep = (layers: number) => ({
      label: 'deep',
      config: { ...shape, dim: 256, kvHeads: 8, heads: 8, kvDim: 256, layers },
    });
    checkRunnable(deep(24), { quantization: 'q4' });
    checkRunnable(deep(450), { quantization: 'q8' });
    const { config } = deep(450);
    assert.throws(
      () => compilePlan(describedModel(config)),
      /With "kvCache": "int16", a context of \d+ fits\.$/,
    );
    assert.throws(
      () => checkRunnable(deep(1000), { quantization: 'q8' }),
      /^PlanError: deep does not fit with a context of 32: .* Use a model with a smaller vocabulary, fewer layers or fewer KV heads\.$/,
    );
  });
});
