// Slow: not part of test:quick.
import assert from 'node:assert/strict';
import { checkRunnable } from '../../../model/convert/runnable';
import { compilePlan } from '../../../model/plan/compile';
import { contextText } from '../../../model/plan/contextsThatFit';
import type { PlanOptions } from '../../../model/plan/options';
import type { Plan } from '../../../model/plan/plan';
import { candidatesOf } from '../../../model/psnt/candidates';
import { headerBytes, type Quantization } from '../../../model/psnt/fields';
import { configOf, published, type Shape } from '../../support/publishedShapes';
import { describedModel } from '../../support/randomModel';

/** Published as SmolLM2-135M. */
const smolLM2: Shape = {
  ...{ dim: 576, n_layers: 30, n_heads: 9, n_kv_heads: 3, vocab_size: 49_152, hidden_dim: 1536 },
  max_seq_len: 8192,
};
const shapes = { ...published, 'SmolLM2-135M': smolLM2 };
const types = ['q8', 'q4', 'ternary'] as const satisfies readonly Quantization[];

const shapeOf = (name: string): Shape =>
  (shapes as Readonly<Record<string, Shape>>)[name] ?? assert.fail(name);
/** The options on which the contexts below depend are all stated. */
const planOf = (name: string, type: Quantization, options: Partial<PlanOptions>): Plan =>
  compilePlan(describedModel(configOf(shapeOf(name)), type), {
    ...{ weights: 'streamed', kvCache: 'f32', batch: 8, arithmeticVersion: 1, tokensBytes: 0 },
    ...options,
  });
const mebibytes = (name: string, quantization: Quantization, version: 1 | 2 | 3): string => {
  const config = configOf(shapeOf(name));
  const body = { config, version, quantization, ropeTables: 0, headerBytes: headerBytes[version] };
  return ((candidatesOf(body)[0]?.bytes ?? 0) / 2 ** 20).toFixed(1);
};

/** The contexts of the largest plans, with keys and values as f32 and as int16. */
const contexts: readonly (readonly [string, Quantization, number, number])[] = [
  ['30M', 'q8', 512, 512],
  ['30M v2', 'q8', 512, 512],
  ['110M', 'q8', 388, 749],
  ['110M', 'ternary', 388, 749],
  ['110M v2', 'q8', 618, 1024],
  ['110M v2', 'ternary', 620, 1024],
  ['110M v3', 'q8', 512, 512],
  ['SmolLM2-135M', 'q4', 612, 1168],
];

describe('plans of the published shapes', () => {
  it('are of files of the published sizes', () => {
    assert.equal(mebibytes('30M v2', 'q8', 3), '28.9');
    assert.equal(mebibytes('110M', 'ternary', 1), '26.7');
    assert.equal(mebibytes('SmolLM2-135M', 'q4', 2), '77.1');
  });

  for (const [name, type, f32, int16] of contexts) {
    it(`have the largest context that fits: ${name}, ${type}`, () => {
      const own = shapeOf(name).max_seq_len;
      for (const weights of ['streamed', 'resident'] as const) {
        for (const [kvCache, largest] of [
          ['f32', f32],
          ['int16', int16],
        ] as const) {
          const plan = planOf(name, type, { weights, kvCache });
          assert.deepEqual([plan.config.seqLen, plan.modelContext], [largest, own], `${weights}, ${kvCache}`);
          assert.equal(contextText(plan) === undefined, largest === own);
          if (largest < own)
            assert.throws(
              () => planOf(name, type, { weights, kvCache, context: largest + 1 }),
              new RegExp(`The largest context that fits is ${largest.toLocaleString('en-US')}`),
            );
        }
      }
    });
  }

  for (const [name, shape] of Object.entries(shapes)) {
    it(`have any context above 32 that is asked for, up to the largest: ${name}`, () => {
      for (const type of types) {
        const version = type === 'ternary' && shape.n_registers === undefined ? 2 : 3;
        // Ternary files hold no shared layers, registers, DenseFormer or value residual.
        if (type !== 'ternary' || !(shape.block_sharing ?? shape.dense_former))
          checkRunnable({ label: name, config: configOf(shape) }, { quantization: type, version });
      }
      const largest = planOf(name, 'q8', {}).config.seqLen;
      assert.ok(largest > 32);
      for (const context of [33, largest])
        assert.equal(planOf(name, 'q8', { context }).config.seqLen, context);
    });
  }

  it('say how much of the context they have, and what would give more', () => {
    assert.equal(
      contextText(planOf('110M', 'q8', {})),
      'a context of 388 of 1,024 positions (749 with "kvCache": "int16")',
    );
    assert.equal(
      contextText(planOf('110M', 'q8', { context: 64 })),
      'a context of 64 of 1,024 positions (up to 388 fit, 749 with "kvCache": "int16")',
    );
  });
});
